"""What no possible conflict shows: what is settled, where sources are silent, what is dead, adds nothing or is told apart by no rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable
from dataclasses import dataclass, replace

from guideline.answer import Conflict
from guideline.auditing.dead import Idle, idle
from guideline.auditing.deadline import OutOfTimeError
from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.patients import Patients
from guideline.auditing.possible import possible
from guideline.auditing.settled import Row, SettledPair, settled
from guideline.auditing.silence import Silence, silences
from guideline.auditing.subsumed import Subsumed, subsumed
from guideline.auditing.undistinguished import Mute, Undistinguished, untold
from guideline.pack import Pack
from guideline.program import GroundProgram
from guideline.standing import standing

PARTS = ("settled", "silence", "dead", "redundant", "unread")
"""What `unseen` can look for; each costs time of its own."""


NOTHING = Idle((), (), ())


@dataclass(frozen=True, slots=True)
class Unseen:
    """All of it; what was not asked for is empty.

    Attributes:
        settled: pairs opposed on paper that no patient brings into conflict.
        silences: contexts with patients for whom the source supports nothing.
        idle: statements, words of statements and overrides that never come to bear.
        redundant: statements whose effect another always has.
        undistinguished: answers to a finding that come to the same.
        mute: answers that change nothing where nothing was recorded before.
        open: the parts that were asked for, and for which time did not suffice.
    """

    settled: tuple[SettledPair, ...] = ()
    silences: tuple[Silence, ...] = ()
    idle: Idle = NOTHING
    redundant: tuple[Subsumed, ...] = ()
    undistinguished: tuple[Undistinguished, ...] = ()
    mute: tuple[Mute, ...] = ()
    open: tuple[str, ...] = ()


def unseen(
    pack: Pack,
    program: GroundProgram | None = None,
    collided: Collection[Row] | None = None,
    parts: Container[str] = PARTS,
    *,
    wanted: Callable[[Conflict], bool] = lambda _conflict: True,
    statement: Callable[[str], bool] = lambda _name: True,
    sources: Collection[str] = (),
    ground: GroundRules | None = None,
) -> Unseen:
    """Looks over all patients that the axioms allow.

    Args:
        pack: to look at.
        program: its ground program, where there is one already; it is left as it is.
        collided: the arguments of the conflicts that some patient has (`guideline.auditing.possible`), where they are known already.
        parts: which of `PARTS` to look for.
        wanted: which settled pairs to look for.
        statement: of which statements to tell that they are dead or redundant.
        sources: whose silence to look for; that of all by default.
        ground: the rules of the program, where they are read already.
    """
    program = program or (ground.program if ground else pack.grounded())
    ground = ground or GroundRules(program)
    made = Unseen()
    open_: list[str] = []
    if "unread" in parts:
        try:
            told = untold(ground, pack.vocabulary)
            read = {t.subject for rule in pack.compiled.rules for literal in rule.body for t in literal.tests}
            same = tuple(replace(u, read=u.whole and u.finding in read) for u in told.undistinguished)
            made = replace(made, undistinguished=same, mute=told.mute)
        except OutOfTimeError:
            open_.append("unread")
    if "settled" in parts:
        if collided is None:
            collided = frozenset(row for row, _ in possible(program).rows)
        made = replace(made, settled=settled(ground, standing(program, pack.vocabulary, pack.knowledge), collided, wanted))
        open_ += ["settled"] if any(pair.open for pair in made.settled) else []
    if "silence" in parts:
        try:
            made = replace(made, silences=silences(ground, pack.vocabulary, pack.knowledge, pack.compiled.rules, sources))
        except OutOfTimeError:
            open_.append("silence")
    lasting = [part for part in ("dead", "redundant") if part in parts]
    try:
        if lasting:
            made = _lasting(made, lasting, Patients(ground, pack.knowledge), statement)
    except OutOfTimeError:
        open_ += lasting
    return replace(made, open=tuple(p for p in PARTS if p in open_))


def _lasting(made: Unseen, parts: Container[str], patients: Patients, statement: Callable[[str], bool]) -> Unseen:
    """With what never comes to bear and what adds nothing."""
    if "dead" in parts:
        found = idle(patients)
        kept = Idle(
            tuple(d for d in found.statements if statement(d.statement)),
            tuple(w for w in found.words if statement(w.statement)),
            tuple(o for o in found.overrides if statement(o.statement) or statement(o.overridden)),
        )
        made = replace(made, idle=kept)
    if "redundant" in parts:
        made = replace(made, redundant=tuple(r for r in subsumed(patients) if statement(r.statement)))
    return made


def joined(found: Iterable[Unseen]) -> Unseen:
    """What was looked for apart, put together; no part stands in two of them."""
    rows = list(found)
    return Unseen(
        settled=tuple(s for u in rows for s in u.settled),
        silences=tuple(s for u in rows for s in u.silences),
        idle=next((u.idle for u in rows if u.idle != NOTHING), NOTHING),
        redundant=tuple(r for u in rows for r in u.redundant),
        undistinguished=tuple(x for u in rows for x in u.undistinguished),
        mute=tuple(m for u in rows for m in u.mute),
        open=tuple(p for p in PARTS if any(p in u.open for u in rows)),
    )


__all__ = ["PARTS", "Unseen", "joined", "unseen"]
