"""JSON Schema (2020-12) of what `guideline test --json` prints."""

from __future__ import annotations

from guideline.contract_schema import COUNT, FLAG, KINDS, MAYBE, TEXT, TEXTS, closed, document, one_of, rows
from guideline.expectations.expectation import VERDICTS
from guideline.trial.coverage import NEVER

OUTCOMES = ("as_expected", "not_as_expected", "broken")
_PROBLEM = closed(code=TEXT, message=TEXT, hint=MAYBE, file=MAYBE, line=COUNT, column=COUNT)
_DIFFERENCE = closed(key=TEXT, expected=TEXT, found=TEXT, words=TEXT, file=MAYBE, line=COUNT, column=COUNT)
_GROUP = closed(statements=COUNT, in_force=COUNT, falls_away=COUNT, named=COUNT, falls_away_inside=COUNT)

TRIAL = document(
    "A trial of `guideline test`",
    "test",
    passed=FLAG,
    counts=closed(cases=COUNT, as_expected=COUNT, not_as_expected=COUNT, broken=COUNT, untried=COUNT),
    cases=rows(
        closed(
            case=TEXT,
            file=TEXT,
            outcome=one_of(OUTCOMES),
            differences=rows(_DIFFERENCE),
            problems=rows(_PROBLEM),
        )
    ),
    verdicts=rows(
        closed(
            entry=TEXT,
            status=one_of(VERDICTS),
            listed={"enum": [*VERDICTS, None]},
            kinds={"anyOf": [rows(one_of(KINDS)), {"type": "null"}]},
            statements=TEXTS,
            hangs_on=rows(closed(statement=TEXT, words=MAYBE)),
            gives_way=TEXTS,
            side_by_side=TEXTS,
            case=TEXT,
            holds=FLAG,
            because=TEXT,
            departs=MAYBE,
        )
    ),
    coverage={
        "anyOf": [
            closed(
                rules=_GROUP,
                others=_GROUP,
                strict=FLAG,
                gaps=rows(closed(statement=TEXT, never=one_of(NEVER))),
                exceptions=rows(closed(statement=TEXT, never=one_of(NEVER), because=TEXT, file=TEXT, line=COUNT)),
                statements=rows(closed(statement=TEXT, rule=FLAG, in_force=TEXTS, falls_away=TEXTS, named=TEXTS, out_of_scope=TEXTS)),
            ),
            {"type": "null"},
        ]
    },
    problems=rows(_PROBLEM),
)
