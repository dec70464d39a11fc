"""What an answer passes over: recorded findings that statements of the pack read, and on which nothing that is live rests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from guideline.answer import Answer, Unread
from guideline.left_open.open_part import OpenPart
from guideline.left_open.reading import Reading
from guideline.program import GroundProgram
from guideline.standing import Standing

ROOTS = frozenset({"in_force", "live", "stance"})


class Readers:
    """Which rules and statements read a test, by the ground rules of one program: read off it once, as it is the same for every case."""

    def __init__(self, program: GroundProgram) -> None:
        self.program = program
        self.named: dict[str, list[int]] = {}
        """The literals of the atoms of a predicate, where they depend on the patient."""
        for literal, atom in program.atoms.items():
            self.named.setdefault(atom.name, []).append(literal)
        self.roots = tuple([n for name in ROOTS for n in self.named.get(name, ())])
        self._uses: dict[int, list[tuple[int, bool]]] = {}
        for head, body in program.rules:
            for x in body:
                self._uses.setdefault(abs(x), []).append((head, x > 0))
        self._known: dict[int, frozenset[str]] = {}

    def heads(self, atom: int) -> Iterator[int]:
        """The heads of the rules that have an atom in their body, 0 for a constraint."""
        return (head for head, _ in self._uses.get(atom, ()))

    def of(self, test: int) -> frozenset[str]:
        """The statements that a test helps into force, given its literal; those that it only keeps out are none."""
        found = self._known.get(test)
        if found is None:
            found = self._known[test] = frozenset(self._reached(test))
        return found

    def _reached(self, test: int) -> Iterator[str]:
        seen = {(test, True)}
        todo = list(seen)
        while todo:
            atom, helps = todo.pop()
            for head, positive in self._uses.get(atom, ()):
                step = (head, helps == positive)
                if not head or step in seen:
                    continue
                seen.add(step)
                known = self.program.atoms.get(head)
                if known is None or known.name not in {"in_force", "live"}:
                    todo.append(step)
                elif step[1]:
                    yield known.args[0]


def unread(answer: Answer, readers: Readers, reading: Reading, true: frozenset[int], tables: Standing) -> tuple[Unread, ...]:
    """The recorded findings that statements would rest on, and none that is live does.

    Those that the patient has and that are critical come first; then by the gravest statement that would rest on them, then by name.

    Args:
        answer: to the case; nothing of it but its statements in force is looked at.
        readers: of the ground program.
        reading: of the same program.
        true: the literals of all atoms that hold in the case as recorded.
        tables: of the pack.
    """
    case, vocabulary = answer.case, tables.vocabulary
    part = reading.open_part((), answer.without, case.tests, [n for n in readers.roots if n in true])
    rested = _rested(part, true)
    left = [r for r in case.recorded if r.finding not in rested]
    if not left:
        return ()
    live = frozenset(answer.in_force) | answer.overridden.keys()
    known, given = tables.knowledge.statements, readers.program.given
    found = []
    for record in left:
        finding = record.finding
        read = [readers.of(given[t]) for t in case.tests if t.subject == finding and t in given]
        would = sorted(frozenset().union(*read) - live, key=lambda s: (*_weight(s, tables), known[s].source, s))
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
