"""The derivation of an answer in lines: each result down to what is recorded, what is missing, and what the sources say."""

from __future__ import annotations

from types import SimpleNamespace
from weakref import WeakKeyDictionary

from explain.justification.chosen import TAKES
from explain.justification.justify import Node, justification
from explain.render import phrase
from explain.views.deciding import letter
from explain.views.labels import parse_test
from explain.views.terms import Terms
from guideline.answer import Answer
from guideline.model import COMPARISONS, Recorded
from guideline.pack import Pack

BOOK = "derivation"
TESTS = frozenset({"has", "lacks", "is", *COMPARISONS})
PLACED = frozenset({"in_force", "overridden", TAKES})
"""Nodes that say where their statement stands; those beside and below name it."""


def derivation(answer: Answer, pack: Pack) -> list[str]:
    """Indented lines that derive the status of every action and every conflict; shared reasons are told once."""
    conclusions: list[tuple[str, ...]] = [("status", a, w) for a, w in sorted(answer.status.items())]
    conclusions += [("conflict", c.kind, c.statements[0], c.actions[0], c.statements[1], c.actions[1]) for c in answer.conflicts]
    reasons = justification(answer, pack, conclusions)
    words = Words(answer, pack)
    told: set[str] = set()
    made: list[str] = []
    for root in reasons.roots:
        made += [*reasons.lines(root, words, told=told), ""]
    return made[:-1]


Step = tuple[str, tuple[str, ...], str, bool, str, int]
_WORDED: WeakKeyDictionary[Pack, dict[Step, str]] = WeakKeyDictionary()
MOST = 1 << 14
"""So many steps are kept in words for a pack; a patient has some hundreds, and shares most with others."""


class Words:
    """Words the nodes of a justification through the templates.

    The words of a step hang on the pack, and on what the case records of the step; so patients of one pack share them.
    """

    def __init__(self, answer: Answer, pack: Pack) -> None:
        self._worded = _WORDED.setdefault(pack, {})
        self._terms = Terms(answer, pack.vocabulary, pack.knowledge, {})
        self._known = pack.knowledge.statements
        self._contexts = pack.knowledge.contexts

    def __call__(self, node: Node, again: bool, /) -> str:
        """One node on one line; `again` says that its reasons were told before."""
        record = node.record
        value, line = "", 0
        if record:
            value = phrase("value", self._terms.value(record)) if isinstance(record, Recorded) else record.because
            line = record.place.line
        step = (node.id, node.args, node.kind, again, value, line)
        made = self._worded.get(step)
        if made is None:
            made = self._say(node, again, value, line)
            if len(self._worded) >= MOST:
                self._worded.clear()
            self._worded[step] = made
        return made

    def _say(self, node: Node, again: bool, value: str, line: int) -> str:
        statement = self._known.get(node.args[0]) if node.args else None
        return phrase(
            "node",
            SimpleNamespace(
                name=node.name,
                args=node.args,
                holds=node.holds,
                kind=node.kind,
                again=again,
                letter=letter(int(node.args[1]) - 1) if node.name == TAKES else "",
                label=self._label(node.name),
                labels=[self._label(a) for a in node.args],
                says=statement.says if statement else "",
                condition=self._terms.test(parse_test(node.id.removeprefix("not "))) if node.name in TESTS else None,
                tests=[self._terms.test(parse_test(a)) for a in node.args if a.partition("(")[0] in TESTS],
                ids=[self._known[a].id for a in node.args if a in self._known],
                value=value,
                line=line,
                place=self._place(node),
            ),
            book=BOOK,
        )

    def _place(self, node: Node) -> str:
        """Whose words it is: of a statement its id, and where it is first named its place too."""
        cite = node.cite
        if cite is None or not cite.statement:
            return cite.source if cite else ""
        statement = self._known[cite.statement]
        return f"{statement.id}, {cite.locator}" if node.name in PLACED and cite.locator else statement.id

    def _label(self, name: str) -> str:
        kind = name.partition("(")[0]
        if kind in TESTS and kind != name:
            return phrase("condition", self._terms.test(parse_test(name)))
        if kind in {"any", "all"} and kind != name:
            return phrase("group", name, book=BOOK)
        if name in self._contexts:
            return self._contexts[name].label
        if name in self._known and name not in self._terms.vocabulary.actions:
            return self._known[name].says
        return self._terms.about(name)
