"""What all patients of a difference share, in words: amounts as spans, with whole days; what is absent in all of them at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from explain.corpus.conflicts_words import SharedView, shared_view
from explain.render import phrase
from explain.views.labels import Labels
from guideline.auditing.region import Region, Shared
from guideline.model import COMPARISONS, Finding, Test
from guideline.quantities import bounded

NAMED = 8
"""So many findings that are absent in all are named in a short telling."""


@dataclass(frozen=True, slots=True)
class SharedAmount:
    """What patients share: an amount between two ends (texts, empty where open), in whole days where it is a time; else as a view."""

    amount: bool
    label: str = ""
    low: str = ""
    low_in: bool = True
    high: str = ""
    high_in: bool = True
    days: str = ""
    view: SharedView | None = None


def _say(name: str, *values: Any) -> str:
    return phrase(name, *values, book="diff")


def tell_shared(region: Region, labels: Labels, *, whole: bool, full: bool = False) -> str:
    """What all share: amounts as one span, findings that all of them lack together at the end."""
    spans: dict[str, list[Shared]] = {}
    rest: list[SharedAmount] = []
    lacked: list[str] = []
    for s in region.telling:
        if s.test and s.holds and s.test.kind in COMPARISONS:
            spans.setdefault(s.test.subject, []).append(s)
        elif s.test and s.holds and s.test.kind == "lacks":
            lacked.append(labels.label(s.test.subject))
        else:
            rest.append(SharedAmount(amount=False, view=shared_view(s, labels)))
    amounts = [_span(labels.vocabulary.findings[f], [s.test for s in rows if s.test]) for f, rows in sorted(spans.items())]
    absent = sorted(lacked) if full else sorted(lacked)[:NAMED]
    return _say("region", [*amounts, *rest], whole, absent, len(lacked) - len(absent))


def _span(finding: Finding, tests: Sequence[Test]) -> SharedAmount:
    """Comparisons of one finding as one span; of a time, with the whole days in it."""
    values = {t.text: t.value for t in finding.thresholds}
    texts = {t.value: t.text for t in reversed(finding.thresholds)}
    interval = bounded([(t.kind, values[t.value]) for t in tests])
    days = ""
    if finding.unit == "day" and interval.low is not None and interval.high is not None:
        first = int(interval.low) + (0 if interval.low_included and interval.low.denominator == 1 else 1)
        last = int(interval.high) - (0 if interval.high_included or interval.high.denominator != 1 else 1)
        days = _say("days", first, last) if first <= last else ""
    return SharedAmount(
        amount=True,
        label=finding.label,
        low="" if interval.low is None else texts[interval.low],
        low_in=interval.low_included,
        high="" if interval.high is None else texts[interval.high],
        high_in=interval.high_included,
        days=days,
    )


__all__ = ["tell_shared"]
