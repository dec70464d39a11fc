"""The audit: what is true of a pack for every possible patient, part by part, from one ground program."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from guideline.auditing.abreast import abreast
from guideline.auditing.anyone import demand_anyone
from guideline.auditing.assumption import Assumption, assumptions
from guideline.auditing.conflicts import Conflicts, Spent, conflicts
from guideline.auditing.deadline import OutOfTimeError, deadline
from guideline.auditing.focus import Focus
from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.lines import ConflictLine
from guideline.auditing.matrix import Cell, matrix
from guideline.auditing.under import restrict
from guideline.auditing.unseen import Unseen, joined, unseen
from guideline.errors import GuidelineError, Problem, closest, quoted
from guideline.pack import Pack
from guideline.program import GroundProgram
from guideline.standing import Standing, standing

SECTIONS = ("conflicts", "settled", "silence", "dead", "redundant", "assumption", "unread")
"""The sections of an audit, in their order; `conflicts` has the waivers too, `unread` the answers that change nothing."""

PARTS = (("unread",), ("settled",), ("silence",), ("dead", "redundant"))
"""Parts of `guideline.auditing.unseen` that share their work."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What is true of a pack for all patients of the focus.

    Attributes:
        focus: what it is restricted to.
        sections: those of `SECTIONS` that were looked at.
        conflicts: lines, conflicts of assumption, waivers that no patient needs; and what of these is open.
        assumptions: the statements that read absence as an answer.
        unseen: what is settled, silent, dead, redundant and told apart by no rule.
        open: the sections for which time did not suffice; of `settled` and the conflicts, what is there is proved all the same.
        paper: how many pairs of the focus are opposed on paper.
        groups: the members of each group of criteria, for words.
    """

    focus: Focus
    sections: tuple[str, ...]
    conflicts: Conflicts
    assumptions: tuple[Assumption, ...]
    unseen: Unseen
    open: tuple[str, ...]
    paper: int
    groups: Mapping[str, tuple[str, ...]]

    @property
    def lines(self) -> tuple[ConflictLine, ...]:
        """The conflicts and those of assumption."""
        return (*self.conflicts.lines, *self.conflicts.assumption_lines)

    @property
    def clean(self) -> bool:
        """Whether all that was asked is proved, and nothing stands that needs attention: a disagreement that nobody waived."""
        return not self.open and all(line.clean for line in self.lines)

    def matrix(self) -> tuple[Cell, ...]:
        """Sources against sources."""
        return matrix(self.conflicts.lines, self.focus.knowledge)


def audit(
    pack: Pack,
    focus: Focus | None = None,
    *,
    sections: Sequence[str] = (),
    seconds: float | None = None,
    threads: int = 1,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    spent: Spent | None = None,
) -> Audit:
    """Looks at everything over all patients that the axioms allow; nothing excluded, every statement on.

    Args:
        pack: to look at.
        focus: what to restrict it to, see `guideline.auditing.focus.read_focus`.
        sections: of `SECTIONS`; by default all that fit the focus (`fitting`).
        seconds: after which no search goes on, counted from the call; grounding and reading the rules are not cut short.
        threads: so many parts are worked on at a time; what is found is the same for any number.
        progress: told how many parts of the work are done, of how many.
        spent: gets the time of each step.

    Raises:
        GuidelineError: a section that is unknown or does not fit the focus, or a focus that no patient meets.
        PackError: a pack whose axioms rule out everybody.
    """
    until = None if seconds is None else time.monotonic() + seconds
    focus = focus or Focus(pack.vocabulary, pack.knowledge)
    chosen = _chosen(sections, focus)
    spent = spent or Spent()
    now = time.perf_counter()
    program = pack.grounded()
    demand_anyone(pack, program)
    restrict(program, focus.under)
    tables = standing(program, pack.vocabulary, pack.knowledge)
    spent.add("ground", now)
    with deadline(until):
        return _Work(pack, focus, chosen, program, tables, threads, spent).audit(progress)


def fitting(focus: Focus) -> tuple[str, ...]:
    """The sections that an audit of a focus has when none is named: what is not about pairs falls away where pairs are asked for.

    Among some patients only, nearly everything else is dead, so that is left out as well; it can be asked for.
    """
    left = _unfit(focus) | ({"dead", "redundant", "unread"} if focus.under else set())
    return tuple(s for s in SECTIONS if s not in left)


def _unfit(focus: Focus) -> set[str]:
    if focus.of_pairs:
        return {"silence", "dead", "redundant", "unread"}
    if focus.actions:
        return {"silence", "unread"}
    return {"unread"} if focus.sources else set()


def _chosen(sections: Sequence[str], focus: Focus) -> tuple[str, ...]:
    problems = [
        Problem("unknown-section", f"unknown section {quoted(s)}", hint=closest(s, SECTIONS) or f"there are {', '.join(SECTIONS)}")
        for s in sections
        if s not in SECTIONS
    ]
    unfit = _unfit(focus)
    problems += [
        Problem("unfit-section", f"the section `{s}` cannot be restricted in this way", hint=f"what fits is {', '.join(fitting(focus))}")
        for s in sections
        if s in unfit
    ]
    if problems:
        raise GuidelineError(problems)
    return tuple(s for s in SECTIONS if s in sections) if sections else fitting(focus)


class _Work:
    def __init__(
        self, pack: Pack, focus: Focus, sections: tuple[str, ...], program: GroundProgram, tables: Standing, threads: int, spent: Spent
    ) -> None:
        self._pack, self._focus, self._sections, self._program = pack, focus, sections, program
        self._tables, self._threads, self._spent = tables, threads, spent

    def audit(self, progress: Callable[[int, int], None]) -> Audit:
        """All that is asked for."""
        wanted, focus = self._focus.wants, self._focus
        lines = bool({"conflicts", "assumption"}.intersection(self._sections))
        parts = [p for p in (tuple(s for s in group if s in self._sections) for group in PARTS) if p]
        absent = "assumption" in self._sections and not focus.of_pairs
        later = len(parts) + absent
        found = Conflicts()
        if lines or "settled" in self._sections:
            found = conflicts(
                self._pack, wanted=wanted, progress=lambda done, every: progress(done, every + later), threads=self._threads,
                spent=self._spent, program=self._program, details=lines,
            )  # fmt: skip
        every = sum(len(line.pairs) for line in (*found.lines, *found.assumption_lines)) if lines else 0
        ground = GroundRules(self._program)
        known = found.collided | found.unknown
        tasks: list[tuple[str, ...]] = [*([("assumption",)] if absent else []), *parts]

        def work(task: tuple[str, ...]) -> tuple[Unseen, tuple[Assumption, ...] | None]:
            now = time.perf_counter()
            if task == ("assumption",):
                made: tuple[Unseen, tuple[Assumption, ...] | None] = (Unseen(), self._absences())
            else:
                made = (
                    unseen(
                        self._pack, self._program, known, task, wanted=wanted, statement=focus.wants_statement, sources=focus.sources,
                        ground=ground,
                    ),
                    (),
                )  # fmt: skip
            self._spent.add(" and ".join(task), now)
            return made

        rows = []
        for row in abreast(work, tasks, self._threads):
            rows.append(row)
            progress(every + len(rows), every + later)
        other = joined(u for u, _ in rows)
        found = self._asked(found)
        late = {*other.open, *(["assumption"] if any(a is None for _, a in rows) else [])}
        late |= {"conflicts", "assumption"} if found.unproved or found.undecided else set()
        late |= {"settled"} if found.undecided else set()
        return Audit(
            focus=focus,
            sections=self._sections,
            conflicts=found,
            assumptions=tuple(a for _, taken in rows for a in taken or ()),
            unseen=other,
            open=tuple(s for s in self._sections if s in late),
            paper=sum(wanted(c) for c in self._tables.conflicts.values()),
            groups=self._tables.members,
        )

    def _asked(self, found: Conflicts) -> Conflicts:
        """Of some conflicts what the sections and the focus ask for."""
        focus = self._focus
        if "conflicts" not in self._sections:
            found = replace(found, lines=(), waivers=())
        if "assumption" not in self._sections:
            found = replace(found, assumption_lines=())
        # A waiver says nothing of kinds and actions; and among some patients only it may well be idle.
        alike = not (focus.kinds or focus.actions or focus.under)
        return replace(found, waivers=tuple(w for w in found.waivers if alike and focus.wants_two(w.statement, w.other)))

    def _absences(self) -> tuple[Assumption, ...] | None:
        """Who reads absence as an answer; None where time does not suffice."""
        names = [s.name for s in self._pack.knowledge.statements.values() if s.decides and self._focus.wants_statement(s.name)]
        try:
            return assumptions(self._program, self._pack.knowledge, statements=names)
        except OutOfTimeError:
            return None


__all__ = ["SECTIONS", "Audit", "audit", "fitting"]
