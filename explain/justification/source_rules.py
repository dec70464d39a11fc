"""Finds the rule of a pack behind a ground rule: the one whose head and conditions fit what the grounder made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guideline.terms.atoms import Atom
from guideline.terms.parsed import BodyLiteral, SourceRule

Signed = tuple[bool, Atom]


def plain(atom: Atom) -> str:
    """An atom as text without quotes: the form in which atoms of files and of the program are compared."""
    return f"{atom.name}({','.join(atom.args)})".replace('"', "") if atom.args else atom.name


class SourceRules:
    """The rules of the packs by head.

    Args:
        rules: as compiled.
        facts: atoms that hold for every patient, by predicate: the grounder leaves them out of ground bodies.
        derived: atoms that depend on the patient, for any use as a container.
    """

    def __init__(self, rules: Sequence[SourceRule], facts: Mapping[str, list[tuple[str, ...]]], derived: Mapping[Atom, int]) -> None:
        self._by_head: dict[str, list[SourceRule]] = {}
        self._open: dict[tuple[str, int], list[SourceRule]] = {}
        for rule in rules:
            for head in rule.heads:
                self._by_head.setdefault(head.replace('"', ""), []).append(rule)
            if not rule.heads:
                self._open.setdefault((rule.head_name, rule.head_arity), []).append(rule)
        names = {b.name for rule in rules for b in rule.body}
        self._facts = {plain(Atom(n, row)): Atom(n, row) for n in names for row in facts.get(n, ())}
        self._derived = {plain(a) for a in derived if a.name in names}

    def of(self, head: Atom) -> tuple[SourceRule, ...]:
        """All rules that may derive an atom, in the order of the files."""
        found = [*self._by_head.get(plain(head), ()), *self._open.get((head.name, len(head.args)), ())]
        return tuple(sorted(dict.fromkeys(found), key=lambda r: (r.place, r.text)))

    def behind(self, head: Atom, body: Sequence[Signed]) -> tuple[SourceRule | None, tuple[Atom, ...]]:
        """The rule that a ground rule comes from, and the facts among its conditions, which the grounder left out.

        Of several that fit, the one with the fewest conditions left out, the first in the files. None where no rule of a pack fits.
        """
        found = self.fits(head, body)
        return found[0] if found else (None, ())

    def fits(self, head: Atom, body: Sequence[Signed]) -> list[tuple[SourceRule, tuple[Atom, ...]]]:
        """The rules that a ground rule may come from, each with the facts among its conditions; those with the fewest first."""
        found = [(rule, fit) for rule in self.of(head) if (fit := self._fit(rule, body)) is not None]
        return sorted(found, key=lambda f: len(f[1]))

    def _fit(self, rule: SourceRule, body: Sequence[Signed]) -> tuple[Atom, ...] | None:
        left = {(positive, plain(atom)): atom for positive, atom in body}
        facts: list[Atom] = []
        for literal in rule.body:
            texts = _texts(literal)
            covered = next((key for text in texts if (key := (literal.positive, text)) in left), None)
            if not texts:
                covered = next((key for key, atom in left.items() if key[0] == literal.positive and _same_form(literal, atom)), None)
            if covered:
                del left[covered]
                continue
            known = [self._facts[text] for text in texts if text in self._facts]
            if literal.positive:
                if not known and texts:
                    return None
                facts += known[:1]
            elif known or any(text in self._derived for text in texts):
                return None
        return None if left else tuple(facts)


def _texts(literal: BodyLiteral) -> list[str]:
    """The atoms that a literal stands for, as `plain` has them; none where it has a variable."""
    if literal.tests:
        return [plain(Atom(literal.name, (t.subject, t.value)[: literal.arity])) for t in literal.tests]
    return [text.replace('"', "") for text in literal.atoms]


def _same_form(literal: BodyLiteral, atom: Atom) -> bool:
    return literal.name == atom.name and literal.arity == len(atom.args)
