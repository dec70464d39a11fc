"""What an answer passes over: recorded findings that statements of the pack read, and on which nothing that is live rests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from guideline.answer import Answer, Unread
from guideline.asking.open_part import OpenPart, Reading
from guideline.program import GroundProgram
from guideline.standing import Standing

ROOTS = frozenset({"in_force", "live", "stance"})


def unread(answer: Answer, program: GroundProgram, reading: Reading, true: frozenset[int], tables: Standing) -> tuple[Unread, ...]:
    """The recorded findings that statements would rest on, and none that is live does.

    Those that the patient has and that are critical come first; then by the gravest statement that would rest on them, then by name.

    Args:
        answer: to the case; nothing of it but its statements in force is looked at.
        program: ground.
        reading: of the same program.
        true: the literals of all atoms that hold in the case as recorded.
        tables: of the pack.
    """
    case, vocabulary = answer.case, tables.vocabulary
    roots = [n for n, a in program.atoms.items() if a.name in ROOTS and n in true]
    part = reading.open_part((), answer.without, case.tests, roots)
    rested = _rested(part, true)
    left = [r for r in case.recorded if r.finding not in rested]
    if not left:
        return ()
    uses: dict[int, list[tuple[int, bool]]] = {}
    for head, body in program.rules:
        if head:
            for x in body:
                uses.setdefault(abs(x), []).append((head, x > 0))
    live = frozenset(answer.in_force) | answer.overridden.keys()
    known = tables.knowledge.statements
    found = []
    for record in left:
        finding = record.finding
        tests = [program.given[t] for t in case.tests if t.subject == finding and t in program.given]
        would = sorted(_readers(tests, uses, program) - live, key=lambda s: (*_weight(s, tables), known[s].source, s))
        if would:
            found.append(Unread(finding, vocabulary.findings[finding].critical, record.value is False, tuple(would)))
    return tuple(sorted(found, key=lambda u: (not u.alarming, _weight(u.statements[0], tables), u.finding)))


def _weight(statement: str, tables: Standing) -> tuple[bool, bool, bool]:
    """An escalation goes before all else, then what says that something must be done or never; what decides before what reports."""
    row = tables.knowledge.statements[statement]
    return (row.kind != "escalation", row.strength not in {"must", "never"}, not row.decides)


def _rested(part: OpenPart, true: frozenset[int]) -> frozenset[str]:
    """The findings below the results that hold: by all rules that make an atom hold, and by all that keep one from holding.

    What holds or fails whatever of the record is struck is not in the part any more, so nothing is found below it.
    """
    rules: Mapping[int, Iterable[tuple[int, ...]]] = part.rules
    seen = set(part.results)
    todo = list(seen)
    while todo:
        atom = todo.pop()
        holds = atom in true
        for body in rules.get(atom, ()):
            below = {abs(x) for x in body} if holds else {abs(x) for x in body if (x > 0) != (abs(x) in true)}
            if holds and any((x > 0) != (abs(x) in true) for x in body):
                continue
            todo += below - seen
            seen |= below
    return frozenset(part.free[n].subject for n in seen if n in part.free)


def _readers(tests: Collection[int], uses: Mapping[int, list[tuple[int, bool]]], program: GroundProgram) -> frozenset[str]:
    """The statements that tests help into force; those that they only keep out are none."""
    seen = {(n, True) for n in tests}
    todo = list(seen)
    found = set()
    while todo:
        atom, helps = todo.pop()
        for head, positive in uses.get(atom, ()):
            step = (head, helps == positive)
            if step in seen:
                continue
            seen.add(step)
            known = program.atoms.get(head)
            if known is None or known.name not in {"in_force", "live"}:
                todo.append(step)
            elif step[1]:
                found.add(known.args[0])
    return frozenset(found)
