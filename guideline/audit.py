"""The audit: which statements collide for some patient of all those that the axioms allow, each with a witness."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from guideline.answer import CONTESTING, Camp, Conflict
from guideline.auditing.camps import camps
from guideline.auditing.harm import SEVERITY
from guideline.model import Case, Test
from guideline.pack import Pack, Seat
from guideline.program import GroundProgram
from guideline.witness import smallest


@dataclass(slots=True, frozen=True)
class Pair:
    """Two statements that can collide, and a patient for whom they do; `witness` is None where no case of whole values shows it."""

    conflict: Conflict
    witness: Case | None


@dataclass(slots=True, frozen=True)
class AuditLine:
    """One possible disagreement: its subject, kinds, camps, and the pairs behind it; waived when every pair is."""

    subject: str
    kinds: tuple[str, ...]
    camps: tuple[Camp, ...]
    pairs: tuple[Pair, ...]
    waived: bool

    @property
    def clean(self) -> bool:
        """Whether nothing here needs anybody's attention: waived, an open choice, or a shade."""
        return self.waived or not CONTESTING.intersection(p.conflict.kind for p in self.pairs if not p.conflict.waived)


@dataclass(slots=True, frozen=True)
class Audit:
    """What is true of a pack for all patients. `unproved` is empty when every possible pair has been looked at."""

    lines: tuple[AuditLine, ...]
    unproved: tuple[Conflict, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether no unwaived disagreement is possible."""
        return all(line.clean for line in self.lines)


def audit(pack: Pack, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Audit:
    """Finds every pair of statements that can collide for some patient, by brave consequences over all free tests.

    The patient excludes nothing and every statement is on. Each pair gets a witness, re-solved before it is returned.

    Args:
        pack: to look at.
        progress: told after each pair how many are done, of how many.
    """
    with pack.seats.borrow() as seat:
        program = seat.session.program
        literals = {n: a.args for n, a in program.atoms.items() if a.name == "conflict"}
        free = everything(program)
        seat.session.set((), (), free)
        found = seat.session.consequences(list(literals), "brave") or frozenset()
        certain = program.facts.get("conflict", [])
        rows = sorted([(literals[n], n) for n in found] + [(row, 0) for row in certain])
        pairs = []
        for done, (row, literal) in enumerate(rows, 1):
            pairs.append(Pair(seat.tables.conflicts[row], _witness(literal, free, seat, pack)))
            progress(done, len(rows))
        seat.session.set(())
        return Audit(_lines(pairs, seat))


def everything(program: GroundProgram) -> tuple[Test, ...]:
    """All tests but the patient's own exclusions."""
    return tuple(t for t in sorted(program.given) if t.kind != "unsuitable")


def _witness(literal: int, free: Sequence[Test], seat: Seat, pack: Pack) -> Case | None:
    if not literal:
        return None
    seat.session.set((), (), free)
    by_literal = {n: t for t, n in seat.session.program.given.items()}
    setting = next(iter(seat.session.settings([literal], 1)), None)
    if setting is None:
        return None
    case = smallest(literal, [by_literal[n] for n in setting], seat.session, pack.vocabulary)
    return replace(case, name=f"witness_{literal}") if case else None


def _lines(pairs: Iterable[Pair], seat: Seat) -> tuple[AuditLine, ...]:
    grouped: dict[str, list[Pair]] = {}
    for pair in pairs:
        grouped.setdefault(pair.conflict.subject, []).append(pair)
    made = []
    for subject, members in grouped.items():
        ordered = sorted(members, key=lambda p: (SEVERITY.index(p.conflict.kind), p.conflict.statements, p.conflict.actions))
        named = [replace(p, witness=replace(p.witness, name=name(p.conflict)) if p.witness else None) for p in ordered]
        made.append(
            AuditLine(
                subject=subject,
                kinds=tuple(dict.fromkeys(p.conflict.kind for p in ordered)),
                camps=camps([p.conflict for p in ordered], seat.tables),
                pairs=tuple(named),
                waived=all(p.conflict.waived for p in ordered),
            )
        )
    return tuple(sorted(made, key=lambda line: (line.waived, SEVERITY.index(line.kinds[0]), line.subject)))


def name(conflict: Conflict) -> str:
    """The name of the witness of a pair."""
    return f"{conflict.kind}_{conflict.statements[0]}_{conflict.statements[1]}"
