"""What the case rules out: the row that says so of an action, whether it is named itself or a class of it is."""

from __future__ import annotations

from explain.views.terms import Terms
from explain.views.values import ExcludedRow


def ruled_out(action: str, terms: Terms) -> ExcludedRow | None:
    """Why the case rules an action out; None where it does not.

    An action goes with every class and every part of a plan that doing it is doing too; the row names what the case names. Where the case
    rules it out only by what it implies, the row names the action and gives no kind.
    """
    named = {e.action: e for e in terms.answer.case.excluded}
    found = next((named[a] for a in (action, *terms.above(action)) if a in named), None)
    if found is not None:
        return ExcludedRow(terms.label(found.action), found.kind, found.because, found.place.line)
    return ExcludedRow(terms.label(action), "", "", 0) if terms.answer.status.get(action) == "excluded" else None
