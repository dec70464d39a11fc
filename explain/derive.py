"""The derivation of an answer in lines: each result down to what is recorded, what is missing, and what the sources say."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace

from explain.justification import Justification, Justifier, Node, records
from explain.render import phrase
from explain.terms import Terms, parse_test
from guideline.answer import Answer
from guideline.model import COMPARISONS, Recorded
from guideline.pack import Pack

TESTS = frozenset({"has", "lacks", "is", *COMPARISONS})


def justify(answer: Answer, pack: Pack, conclusions: Iterable[tuple[str, ...]] | None = None) -> Justification:
    """The justification of the results of an answer: the status of every action, unless others are named."""
    asked = list(conclusions) if conclusions is not None else [("status", a, w) for a, w in sorted(answer.status.items())]
    with pack.seats.borrow() as seat:
        justifier = seat.kept.get("justifier")
        if not isinstance(justifier, Justifier):
            justifier = seat.kept["justifier"] = Justifier(seat.session.program, pack.compiled)
        seat.session.set(answer.case.tests, answer.without)
        solution = seat.session.solve(seat.session.program.atoms)
        return justifier.justify(solution.true if solution else frozenset(), records(answer.case), asked)


def derivation(answer: Answer, pack: Pack) -> list[str]:
    """Indented lines that derive the status of every action; shared reasons are told once."""
    justification = justify(answer, pack)
    words = _Words(answer, pack)
    told: list[str] = []
    for root in justification.roots:
        told += [*justification.lines(root, words), ""]
    return told[:-1]


class _Words:
    """Words a node through the templates."""

    def __init__(self, answer: Answer, pack: Pack) -> None:
        self._terms = Terms(answer, pack.vocabulary, pack.knowledge, {})
        self._known = pack.knowledge.statements
        self._contexts = pack.knowledge.contexts

    def __call__(self, node: Node, again: bool, /) -> str:
        record = node.record
        statement = self._known.get(node.args[0]) if node.args else None
        return phrase(
            "node",
            SimpleNamespace(
                name=node.name,
                args=node.args,
                holds=node.holds,
                kind=node.kind,
                again=again,
                label=self._label(node.name),
                labels=[self._label(a) for a in node.args],
                says=statement.says if statement else "",
                condition=self._terms.test(parse_test(node.id.removeprefix("not "))) if node.name in TESTS else None,
                plain=node.name == "unsuitable",
                record=record.text if isinstance(record, Recorded) else record.because if record else "",
                line=record.place.line if record else 0,
                place=", ".join(filter(None, (node.cite.source, node.cite.locator))) if node.cite else "",
            ),
        )

    def _label(self, name: str) -> str:
        if name in self._contexts:
            return self._contexts[name].label
        if name in self._known and name not in self._terms.vocabulary.actions:
            return self._known[name].says
        return self._terms.about(name)
