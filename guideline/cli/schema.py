"""`guideline schema`: JSON Schemas for what goes in and what comes out."""

from __future__ import annotations

from pathlib import Path

import click

from explain.explanation_schema import EXPLANATION
from explain.justification.justification_schema import JUSTIFICATION
from guideline.asking.asking_json import WALK
from guideline.auditing.audit_json import AUDIT
from guideline.cases.case_schema import case_schema
from guideline.check_schema import CHECK
from guideline.cli.options import open_pack, pack_option, write_json
from guideline.contract_schema import SCHEMAS
from guideline.differences.diff_json import DIFF
from guideline.knowledge_schema import SCHEMAS as KNOWN
from guideline.trial.trial_schema import TRIAL

KNOWLEDGE = ("sources", "statements", "statement", "vocabulary", "trace")
EXPLAINED = ("explanation", "justification")
WHAT = ("case", "answer", "audit", "check", "diff", "test", "asking", "report", *EXPLAINED, *KNOWLEDGE)


@click.command(name="schema")
@click.argument("what", type=click.Choice(WHAT), default="case", metavar="[WHAT]")
@pack_option
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead of standard output.")
def command(what: str, packs: tuple[Path, ...], output: Path | None) -> None:
    """Print a JSON Schema: of a case file for this pack (an editor completes and validates with it), or of what a verb prints as JSON.

    WHAT is case, answer (of solve), explanation and justification (of explain), asking (of ask), report, audit, check, diff, test,
    sources, statements, statement (of show), vocabulary or trace; case without it.
    """
    if what == "case":
        pack = open_pack(packs)
        schema = case_schema(pack.vocabulary, pack.knowledge)
    elif what in KNOWLEDGE:
        schema = KNOWN[what]
    elif what == "check":
        schema = CHECK
    elif what == "audit":
        schema = AUDIT
    elif what == "diff":
        schema = DIFF
    elif what in EXPLAINED:
        schema = EXPLANATION if what == "explanation" else JUSTIFICATION
    elif what == "asking":
        schema = WALK
    elif what == "report":
        from explain.report.report_json import REPORT  # noqa: PLC0415 (the other schemas do not wait for what draws pictures)

        schema = REPORT
    elif what == "test":
        schema = TRIAL
    else:
        schema = SCHEMAS[what]
    write_json(schema, output)
