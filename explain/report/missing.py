"""What a report lists as not recorded: what could change the answer, and what is taken for absent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from explain.views.terms import Terms
from guideline.answer import Answer


@dataclass(frozen=True, slots=True)
class Missing:
    """A finding without a record, or with one that leaves it partly open, that the answer rests on or could change with.

    `why` is `asked` or `assumed`; `partly` is what is recorded, as it was written, or empty.
    """

    finding: str
    label: str
    critical: bool
    why: str
    partly: str = ""


def missing(answer: Answer, terms: Terms) -> Iterable[Missing]:
    """What is not recorded: first what could change the answer, as it is asked for, then what is taken for absent."""
    findings = terms.vocabulary.findings
    asked = [a.finding for a in answer.ask]
    written = {r.finding: r.text for r in answer.case.recorded}
    for why, names in (("asked", asked), ("assumed", [name for name, _ in answer.assumed if name not in asked])):
        for name in names:
            yield Missing(name, terms.label(name), findings[name].critical, why, written.get(name, ""))
