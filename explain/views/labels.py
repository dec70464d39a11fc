"""Words for the names and terms of a pack, whoever the patient: labels, conditions, statements with their place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from explain.views.values import Cite, Condition, Known, Regimen
from guideline.model import COMPARISONS, TEST_KINDS, Dose, Knowledge, Test, TestKind, Vocabulary

OPPOSITES: Mapping[str, TestKind] = {"at_least": "below", "below": "at_least", "above": "at_most", "at_most": "above"}
"""The comparison with the same amount that holds exactly where another does not."""
SHORT = 40
"""Characters: a title that is longer does not stand for its source in the midst of a line."""


class Labels:
    """Labels of one pack.

    Args:
        vocabulary: labels of findings, choices and actions.
        knowledge: sources and statements.
        groups: criterion groups, `any(k)` or `all(k)` to their members.
    """

    def __init__(self, vocabulary: Vocabulary, knowledge: Knowledge, groups: Mapping[str, tuple[str, ...]]) -> None:
        self.vocabulary = vocabulary
        self.knowledge = knowledge
        self._groups = groups
        self._cites: dict[str, Cite] = {}
        self._taken: dict[str, Mapping[Test, str]] = {}

    def label(self, name: str) -> str:
        """The words for a name."""
        return self.vocabulary.label(name)

    def labels(self, names: Iterable[str]) -> tuple[str, ...]:
        """The words for each name."""
        return tuple([self.label(n) for n in names])

    def about(self, name: str) -> str:
        """The words for an action, a purpose, or the review in `review(r)`."""
        if name.startswith("review(") and name.endswith(")"):
            return self.label(name[len("review(") : -1])
        return self.label(name)

    def source(self, name: str) -> str:
        """A source in few words: its label if the pack has one, else a title that is no longer than one, else its name."""
        title = self.knowledge.sources[name].title
        return self.vocabulary.labels.get(name) or (title if 0 < len(title) <= SHORT else name)

    def cite(self, name: str) -> Cite:
        """A statement with its place."""
        if name not in self._cites:
            s = self.knowledge.statements[name]
            self._cites[name] = Cite(
                name=s.name,
                source=s.source,
                title=self.knowledge.sources[s.source].title,
                locator=s.locator,
                kind=self.label(s.kind),
                strength=self.label(s.strength),
                says=s.says,
                references=s.cites,
                by=self.source(s.source),
            )
        return self._cites[name]

    def regimen(self, statement: str, dose: Dose) -> Regimen:
        """A dose with where it stands and how it is given."""
        s = self.knowledge.statements[statement]
        return Regimen(
            self.cite(statement),
            self.label(dose.drug),
            self.label(dose.purpose),
            dose.low,
            dose.high,
            dose.unit,
            dose.every,
            route=dict(s.routes).get(dose.drug, ""),
            schedule=dict(s.schedules).get(dose.drug, ""),
            repeat=dict(s.repeats).get(dose.drug, ""),
        )

    def test(self, test: Test, known: Known | None = None, owner: str = "") -> Condition:
        """One test; `owner` is the statement or context that asks for it, where what its source says instead is to be told."""
        value = self.choice(test.subject, test.value) if test.kind == "is" else test.value
        return Condition(test.kind, self.label(test.subject), value, known=known, taken=self.taken(test, owner), name=test.subject)

    def taken(self, test: Test, owner: str) -> str:
        """What the source of a statement or context says where the editors put a test, or the contrary of one, for it; else nothing."""
        if not owner:
            return ""
        made = self._taken.get(owner)
        if made is None:
            asked = self.knowledge.statements.get(owner) or self.knowledge.contexts.get(owner)
            rows = [(parse_test(term), words) for term, words in (asked.taken if asked else ())]
            made = {Test(OPPOSITES[t.kind], t.subject, t.value): words for t, words in rows if t.kind in OPPOSITES} | dict(rows)
            self._taken[owner] = made
        return made.get(test, "")

    def taken_bound(self, statement: str, action: str, bound: str) -> str:
        """What the source says instead of the amount by which a statement opens or closes an action; nothing where it gives the amount."""
        if not (bound and self.knowledge.statements[statement].taken):
            return ""
        tests = [t for a, term in self.knowledge.statements[statement].needs if a == action for t in self.tests_in(term)]
        return next(filter(None, (self.taken(t, statement) for t in tests if t.value == bound)), "")

    def choice(self, finding: str, value: str) -> str:
        """The words for a value of a choice; an amount is its own words."""
        plain = value.replace("_", " ") if value in self.vocabulary.findings[finding].choices else value
        return self.vocabulary.choice_labels.get((finding, value), plain)

    def members(self, term: str) -> tuple[str, ...] | None:
        """The criteria of a group as the program writes it, `any(k)` or `all(k)`; None where a criterion is none."""
        return self._groups.get(term)

    def tests_in(self, term: str) -> tuple[Test, ...]:
        """The tests of a criterion: itself, or those of its group."""
        todo = [term]
        for t in todo:
            todo += [m for m in self._groups.get(t, ()) if m not in todo]
        return tuple([parse_test(t) for t in todo if t not in self._groups])

    def criterion(self, term: str, owner: str = "") -> Condition:
        """A criterion as the program writes it, without what a case records."""
        members = self._groups.get(term)
        if members is not None:
            return grouped(term.partition("(")[0], [self.criterion(m, owner) for m in members])
        return self.test(parse_test(term), owner=owner)


def parse_test(term: str) -> Test:
    """A test as the program writes it, `at_least(f,"3 weeks")`."""
    kind, _, rest = term.partition("(")
    subject, _, value = rest.removesuffix(")").partition(",")
    if kind in COMPARISONS:
        value = value.strip().strip('"')
    return Test(TEST_KINDS[kind], subject.strip(), value.strip())


def _one_of(choices: list[Condition]) -> Condition:
    taken = choices[0].taken if len({c.taken for c in choices}) == 1 else ""
    members = [replace(c, taken="") for c in choices] if taken else choices
    return Condition("one_of", choices[0].label, known=choices[0].known, members=tuple(members), taken=taken)


def grouped(kind: str, members: list[Condition]) -> Condition:
    """A group of conditions; in an `any`, several choices of one finding say its label once, and words that all of them are put for."""
    if kind != "any":
        return Condition(kind, members=tuple(members))
    choices: dict[str, list[Condition]] = {}
    for m in members:
        choices.setdefault(m.label if m.kind == "is" else f"{m.kind} {len(choices)}", []).append(m)
    made = [rows[0] if len(rows) == 1 else _one_of(rows) for rows in choices.values()]
    return made[0] if len(made) == 1 else Condition(kind, members=tuple(made))
