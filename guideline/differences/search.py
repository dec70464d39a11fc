"""For which of all possible patients two sides answer otherwise, each difference with a minimal witness, its region and both answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from guideline.answer import Answer
from guideline.auditing.complete import complete
from guideline.auditing.deadline import OutOfTimeError, deadline
from guideline.auditing.excerpt import Excerpt
from guideline.auditing.names import fit
from guideline.cases.reading import parse_case
from guideline.cases.written import case_yaml
from guideline.differences.exclusions import excluding, vocabulary_with, with_exclusions
from guideline.differences.found import Differences, Found
from guideline.differences.goals import NOT_ADDRESSED, Difference, Goal, goals
from guideline.differences.language import Language, language
from guideline.differences.patients import Patients
from guideline.differences.product import Literal, Product
from guideline.differences.sides import Sides
from guideline.model import TEST_KINDS, Case
from guideline.standing import PAIR, standing

ORDER = ("status", "conflict", "statement")
"""In which differences are told."""
Progress = Callable[[int, int], None]


def differences(
    sides: Sides, words: Language | None = None, *, progress: Progress = lambda _done, _all: None, until: float | None = None
) -> Differences:
    """Looks for all differences of two sides: statuses of actions, conflicts, statements in force.

    The region of a difference is that of the patients with a complete record who show it, where there are any. Its witness is the minimal
    patient (see `guideline.auditing.minimal`) of whom all that is known that the region tells, but for findings that are absent in all of
    the region: these may be left without a record.

    Args:
        sides: to compare.
        words: their language, where it is there already.
        progress: told after each difference how many are done, of how many.
        until: a moment of `time.monotonic` at which the search ends.
    """
    words = words or language(sides)
    one, other = (s.pack.vocabulary for s in sides.both)
    if one.actions.keys().isdisjoint(other.actions) and one.findings.keys().isdisjoint(other.findings):
        return Differences(words, None, comparable=False)
    search = _Search(sides, words)
    with deadline(until):
        return search.differences(progress)


class _Search:
    """What the differences of two sides are found with."""

    def __init__(self, sides: Sides, words: Language) -> None:
        self._sides, self._words = sides, words
        self._product = product = Product(sides, words)
        tables = [standing(p, s.pack.vocabulary, s.pack.knowledge) for p, s in zip(words.programs, sides.both, strict=True)]
        self._goals = goals(product, sides, (tables[0], tables[1]))
        self._rules = [rule for s in sides.both for rule in s.pack.compiled.rules]
        names = {n.name for rule in self._rules for n in rule.body if n.name not in TEST_KINDS} | {"scope"}
        product.name(atom for name in sorted(names) for atom in product.atoms(0, name))
        self._whole = complete(product.program).literal
        in_whole = product.define([[Literal(g.literal), Literal(self._whole)]] for g in self._goals)
        self._in_whole = dict(zip([g.literal for g in self._goals], in_whole, strict=True))
        self._plain = Patients(product, product.program, self._rules, words.vocabulary, self._whole)
        self._spoken_alone = self._alone() if sides.of == "sources" else ((), ())
        self._done = self._every = 0

    def _alone(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The actions that each side alone gives a status; the goals on them are dropped."""
        spoken = [{a.args[0] for a in self._product.atoms(i, "status") if self._plain.lives(self._product.value(i, a))} for i in (0, 1)]
        self._goals = [g for g in self._goals if all(g.difference.subject in own for own in spoken)]
        return tuple(sorted(spoken[0] - spoken[1])), tuple(sorted(spoken[1] - spoken[0]))

    def differences(self, progress: Progress) -> Differences:
        """All of them, as far as time suffices."""
        real, assumed, unsorted, undecided, anyone = self._sorted()
        tiers = [_grouped(real), _grouped(assumed)]
        self._every = sum(map(len, tiers))
        unseen = list(_grouped(unsorted))
        made = [self._looked_at(rows, self._plain, unseen, progress, whole=i == 0) for i, rows in enumerate(tiers)]
        known = {g.literal for g in (*real, *assumed, *unsorted, *undecided)}
        others, open_ = self._excluding([g for g in self._goals if g.literal not in known], unseen, progress)
        allowed, unsure = self._allowed()
        return Differences(
            words=self._words,
            anyone=anyone,
            found=made[0],
            assumed=made[1],
            excluding=others,
            unseen=tuple(dict.fromkeys(unseen)),
            undecided=tuple(_grouped([*undecided, *open_])),
            allowed=allowed,
            unsure=unsure,
            spoken_alone=self._spoken_alone,
        )

    def _sorted(self) -> tuple[list[Goal], list[Goal], list[Goal], list[Goal], bool | None]:
        """The goals that complete records show, other records, some records; those that are open; and whether there is any patient."""
        alive = self._plain.alive(self._goals)
        try:
            excerpt = Excerpt(self._plain.reduced, [self._whole], [g.literal for g in alive])
            excerpt.prefer(excerpt.literal(g.literal) for g in alive)
            anyone = excerpt.some([])
        except OutOfTimeError:
            return [], [], [], alive, None
        if not anyone or not alive:
            return [], [], [], [], anyone
        shown, proved = _brave(excerpt, [])
        in_whole, sorted_ = _brave(excerpt, [excerpt.literal(self._whole)])
        real = [g for g in alive if g.literal in in_whole]
        others = [g for g in alive if g.literal in shown and g.literal not in in_whole]
        undecided = [] if proved else [g for g in alive if g.literal not in shown and g.literal not in in_whole]
        return (real, others, [], undecided, anyone) if sorted_ else (real, [], others, undecided, anyone)

    def _looked_at(
        self, rows: Mapping[Difference, Sequence[Goal]], patients: Patients, unseen: list[Difference], progress: Progress, *, whole: bool
    ) -> tuple[Found, ...]:
        """Differences with their patients; those that time did not suffice for are added to `unseen`."""
        found = []
        for difference, group in rows.items():
            try:
                found.append(self._found(difference, group, patients, whole=whole))
            except OutOfTimeError:
                unseen.append(difference)
            self._done += 1
            progress(self._done, self._every)
        return tuple(found)

    def _found(self, difference: Difference, group: Sequence[Goal], patients: Patients, *, whole: bool) -> Found:
        literals = [g.literal for g in group]
        region = patients.region([self._in_whole[n] for n in literals] if whole else literals, whole=whole)
        witness = patients.witness(fit(_name(difference)), literals, region if whole else None)
        if witness is None:
            raise RuntimeError(f"nobody shows a difference that somebody has: {difference}")
        cases = self._read(witness, 0), self._read(witness, 1)
        answers = self._answer(cases[0], 0), self._answer(cases[1], 1)
        if not _shows(difference, group, answers):
            raise RuntimeError(f"the witness of {difference} does not show it: {case_yaml(witness)}")
        return Found(difference, tuple(sorted(g.row for g in group if g.row)), excluding(witness), cases, answers, region)

    def _excluding(self, left: Sequence[Goal], unseen: list[Difference], progress: Progress) -> tuple[tuple[Found, ...], Sequence[Goal]]:
        """What only patients show who exclude an action; and the goals for which time did not suffice."""
        if not left:
            return (), ()
        actions = [t.subject for t in self._product.program.given if t.kind == "unsuitable"]
        try:
            vocabulary = vocabulary_with(self._words.vocabulary, actions)
            patients = Patients(self._product, with_exclusions(self._product), self._rules, vocabulary)
            alive = patients.alive(left)
            shown, proved = _brave(Excerpt(patients.reduced, [], [g.literal for g in alive]), []) if alive else (frozenset[int](), True)
        except OutOfTimeError:
            return (), left
        groups = _grouped([g for g in alive if g.literal in shown])
        self._every += len(groups)
        found = self._looked_at(groups, patients, unseen, progress, whole=False)
        return found, [] if proved else [g for g in alive if g.literal not in shown]

    def _allowed(self) -> tuple[tuple[Case | None, Case | None], bool]:
        """Of each side the minimal patient whom it alone allows, and whether time did not suffice to say."""
        found: list[Case | None] = []
        try:
            for side in (0, 1):
                if not self._product.has_own_axioms(1 - side):
                    found.append(None)
                    continue
                product = Product(self._sides, self._words, only=1 - side)
                patients = Patients(product, product.program, self._rules, self._words.vocabulary)
                possible = product.broken in patients.reduced.rules or product.broken in patients.reduced.true
                witness = (
                    patients.witness(f"allowed_by_{'first' if side == 0 else 'second'}_only", [product.broken], None) if possible else None
                )
                found.append(self._read(witness, side) if witness else None)
        except OutOfTimeError:
            return (None, None), True
        return (found[0], found[1]), False

    def _read(self, witness: Case, side: int) -> Case:
        """The witness as one side's pack reads it, from the file that a reader would write."""
        pack = self._sides.both[side].pack
        text = case_yaml(self._words.seen(excluding(witness), side, pack))
        return parse_case(text, pack.vocabulary, origin="witness")

    def _answer(self, case: Case, side: int) -> Answer:
        read = self._sides.both[side]
        return read.pack.solve(case, without=read.off, marks=False, inquire=False)


def _brave(excerpt: Excerpt, assumed: Iterable[int]) -> tuple[frozenset[int], bool]:
    """What was asked for that holds for some patient, and whether that is all of it."""
    try:
        return excerpt.brave(assumed), True
    except OutOfTimeError as error:
        return error.found, False


def _grouped(found: Iterable[Goal]) -> dict[Difference, list[Goal]]:
    """The goals by what they show, sorted: statuses, then conflicts, then statements."""
    groups: dict[Difference, list[Goal]] = {}
    for goal in found:
        groups.setdefault(goal.difference, []).append(goal)
    return dict(sorted(groups.items(), key=lambda item: (ORDER.index(item[0].what), item[0])))


def _shows(difference: Difference, group: Sequence[Goal], answers: tuple[Answer, Answer]) -> bool:
    """Whether two answers differ as was found."""
    if difference.what == "conflict":
        rows = [{(c.kind, c.statements[0], c.actions[0], c.statements[1], c.actions[1]) for c in a.conflicts} for a in answers]
        left = rows[0] - rows[1] if difference.before == "yes" else rows[1] - rows[0]
        return not left.isdisjoint([g.row for g in group])
    if difference.what == "status":
        said = [a.status.get(difference.subject, NOT_ADDRESSED) for a in answers]
    else:
        said = ["yes" if difference.subject in a.in_force else "no" for a in answers]
    return said == [difference.before, difference.after]


def _name(difference: Difference) -> str:
    parts = (difference.what, difference.subject, difference.before, difference.after)
    return "_".join(part.replace(PAIR, "_") for part in parts)


__all__ = ["differences"]
