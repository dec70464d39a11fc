"""Reads the files of a pack with clingo's own parser: typed facts, rules and tests with their places, and what is refused."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import clingo
from clingo.ast import AST, ASTType, parse_string
from clorm import Predicate

from guideline.errors import Place, Problem
from guideline.model import Test
from guideline.terms import language
from guideline.terms.contract import CONTRACT, RULED, roles
from guideline.terms.language import Complaint, Read, Refused
from guideline.terms.parsed import SourceRule
from guideline.terms.scan import Cleaned, clean, ends_early, syntax_problems

P = TypeVar("P", bound=Predicate)

_WORDS = re.compile(r"[a-z_][A-Za-z0-9_']*")
_RULE_SIGN = " :- "
_ALONE = {name: kind for (name, arity), kind in CONTRACT.items() if sum(name == other for other, _ in CONTRACT) == 1}
"""The predicates of the contract that no other one shares its name with."""


class Facts:
    """The facts of a pack by predicate, each with its place, in the order of the files; heads of rules are among them."""

    def __init__(self) -> None:
        self.by_kind: defaultdict[type[Predicate], list[tuple[Predicate, Place]]] = defaultdict(list)

    def of(self, kind: type[P]) -> list[tuple[P, Place]]:
        """The facts of one predicate."""
        return cast("list[tuple[P, Place]]", self.by_kind.get(kind, []))

    def __iter__(self) -> Iterator[tuple[type[Predicate], list[tuple[Predicate, Place]]]]:
        return iter(self.by_kind.items())


@dataclass(slots=True)
class Reading:
    """All that the files of the packs say, and what of it is refused.

    Attributes:
        facts: of the contract, typed.
        rules: every rule, and every fact that may also have rules.
        tests: the tests in the bodies of rules, each with its place.
        concepts: the concepts of the pack in bodies, with their places.
        optional: what `#defined` names: it may be without rules.
        problems: what is refused so far.
        damaged: the names in what was refused: of these nobody can say that they are missing or not known.
        cut: a file ends in the middle, so nothing at all can be said to be missing.
    """

    facts: Facts = field(default_factory=Facts)
    rules: list[SourceRule] = field(default_factory=list)
    tests: list[tuple[Test, Place]] = field(default_factory=list)
    concepts: list[tuple[str, int, Place]] = field(default_factory=list)
    optional: set[tuple[str, int]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    damaged: set[str] = field(default_factory=set)
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Draft:
    """A rule while its head is looked at."""

    text: str
    place: Place
    reads: list[Read]

    @property
    def faulty(self) -> bool:
        """Whether something in the body was refused."""
        return any(read.complaints for read in self.reads)


class Reader:
    """Reads one file after the other into one `Reading`."""

    def __init__(self) -> None:
        self.reading = Reading()
        self._literals: dict[str, Read] = {}
        self._path = ""
        self._text = Cleaned("")
        self._faulty: set[int] = set()

    def read(self, path: str, text: str) -> None:
        """Reads one file.

        Args:
            path: as it is to be named to people.
            text: what it holds, without null characters (the parser would take them for its end).
        """
        self._path, self._text = path, clean(path, text)
        nodes, messages = _parse(self._text.text)
        if messages:
            self._text = clean(path, text, thorough=True)
            if self._text.problems:
                nodes, messages = _parse(self._text.text)
            self.reading.cut |= ends_early(messages)
        problems = [*self._text.problems, *syntax_problems(path, self._text, messages)]
        self.reading.problems += problems
        # What the parser makes of the rest of a statement that it could not read is not worth a word.
        self._faulty = {line for p in problems if p.place and p.code == "syntax" for line in self._text.hidden(p.place.line)}
        for problem in problems:
            if problem.place:
                self.reading.damaged |= self._text.words(problem.place.line)
        for node in nodes:
            self._statement(node)

    def _statement(self, node: AST) -> None:
        text = str(node)
        # Most of a pack is plain facts, and rules with a plain head: clingo turns the text of those into a symbol far faster
        # than any walk over the syntax tree. Where it cannot, and where a text holds the sign of a rule, the walk follows.
        if text[0].islower() or text[0] == "_":
            head, sign, _ = text.partition(_RULE_SIGN)
            symbol = _symbol(head if sign else text[:-1])
            if symbol is not None and symbol.positive:
                self._stated(symbol, self._draft(node, text, ruled=bool(sign)))
                return
        kind = node.ast_type
        if kind is ASTType.Rule:
            complaint = _head_complaint(node.head)
            if complaint:
                self._refuse(complaint, self._place(node), text)
            else:
                self._head(node.head.atom.symbol, self._draft(node, text, ruled=True))
        elif kind is ASTType.Defined:
            self.reading.optional.add((node.name, node.arity))
        elif kind is ASTType.Program:
            if node.name != "base" or node.parameters:
                self._refuse(Complaint("program-part", "a pack has no `#program` parts"), self._place(node), "")
        elif kind is not ASTType.Comment:
            other = Complaint("language", f"`{text}` is not part of the language of packs")
            self._refuse(language.REFUSED_STATEMENTS.get(kind, other), self._place(node), text)

    def _draft(self, node: AST, text: str, *, ruled: bool) -> _Draft:
        """The rule without its head; `ruled` is False where it is known to be a fact."""
        draft = _Draft(text, self._place(node), [self._literal(element, text) for element in node.body] if ruled else [])
        if draft.faulty:
            self.reading.damaged |= set(_WORDS.findall(text))
        return draft

    def _head(self, symbol: AST, draft: _Draft) -> None:
        """A head as the syntax tree has it, with pools or variables."""
        try:
            name, arity, rows = language.signature(symbol)
            kind = _kind(name, arity, draft)
            if kind is not None:
                texts = _ground(symbol)
                for each in texts:
                    self._fact(kind, language.symbol_of(each), draft)
                self._keep(name, arity, texts, draft)
            else:
                variables = set().union(*map(language.variables, rows))
                self._keep(name, arity, () if variables else tuple(language.expand(symbol)), draft, variables)
        except Refused as refusal:
            self._refuse(refusal.complaint, draft.place, draft.text)

    def _stated(self, symbol: clingo.Symbol, draft: _Draft) -> None:
        """A head without pools and variables."""
        name = symbol.name
        kind = _ALONE.get(name)
        try:
            # An argument list is the dearest thing to ask of a symbol: it is not asked for its length unless something is wrong.
            if kind is None or (draft.reads and kind not in RULED) or not self._fact(kind, symbol, draft, silent=True):
                arity = len(symbol.arguments)
                kind = _kind(name, arity, draft)
                if kind is not None:
                    self._fact(kind, symbol, draft)
                else:
                    language.plain(symbol)
            else:
                arity = kind.meta.arity
            if kind is None or kind in RULED:
                self._keep(name, arity, (str(symbol),), draft)
        except Refused as refusal:
            self._refuse(refusal.complaint, draft.place, draft.text)

    def _fact(self, kind: type[Predicate], symbol: clingo.Symbol, draft: _Draft, *, silent: bool = False) -> bool:
        """Notes a fact of the contract, or what is wrong with it."""
        value = kind.meta.unify(symbol)
        if value is not None:
            self.reading.facts.by_kind[kind].append((value, draft.place))
        elif not silent:
            self._refuse(_argument_complaint(kind, symbol), draft.place, draft.text)
        return value is not None

    def _keep(self, name: str, arity: int, heads: tuple[str, ...], draft: _Draft, variables: Collection[str] = ()) -> None:
        """Notes a rule for citing, unless it is a fact of a predicate that has no rules."""
        free = language.unsafe(set(variables), draft.reads)
        if free and not draft.faulty:
            names = ", ".join(f"`{v}`" for v in sorted(free))
            raise Refused(Complaint("unsafe-variable", f"{names} is bound by no positive concept of the body", "name the values"))
        kind = CONTRACT.get((name, arity))
        if kind is None or kind in RULED:
            body = tuple(read.literal for read in draft.reads if read.literal)
            self.reading.rules.append(SourceRule(name, arity, heads, body, draft.place, draft.text))

    def _literal(self, element: AST, rule: str) -> Read:
        """Reads a body literal; the same words are looked into once, however many rules have them."""
        text = str(element)
        read = self._literals.get(text)
        if read is None:
            read = self._literals[text] = language.read_literal(element)
        if read.complaints or read.literal:
            place = self._place(element)
            for complaint in read.complaints:
                self._refuse(complaint, place, rule)
            if read.literal and read.literal.tests:
                self.reading.tests += [(test, place) for test in read.literal.tests]
            elif read.literal:
                self.reading.concepts.append((read.literal.name, read.literal.arity, place))
        return read

    def _refuse(self, complaint: Complaint, place: Place, text: str) -> None:
        if place.line not in self._faulty:
            self.reading.problems.append(Problem(complaint.code, complaint.message, place, complaint.hint))
        self.reading.damaged |= set(_WORDS.findall(text))

    def _place(self, node: AST) -> Place:
        begin = node.location.begin
        return Place(self._path, begin.line, self._text.column(begin.line, begin.column))


def _ground(symbol: AST) -> tuple[str, ...]:
    """The ground atoms of the head of a rule of the contract."""
    try:
        return tuple(language.expand(symbol))
    except Refused as refusal:
        if refusal.complaint.code != "not-ground":
            raise
        hint = "name each one, in a pool if there are several: `applies((s; t))`"
        raise Refused(Complaint("variable-in-head", f"`{symbol}` has a variable", hint)) from None


def _parse(text: str) -> tuple[list[AST], list[str]]:
    """The statements that the parser makes out, and its messages, which are none where it makes out all."""
    messages: list[str] = []
    nodes: list[AST] = []
    try:
        parse_string(text, nodes.append, logger=lambda _code, message: messages.append(message), message_limit=1000)
    except RuntimeError as error:
        messages = messages or [str(error)]
    return nodes, messages


def _symbol(text: str) -> clingo.Symbol | None:
    try:
        return clingo.parse_term(text, logger=lambda _code, _message: None)
    except RuntimeError:
        return None


def _head_complaint(head: AST) -> Complaint | None:
    if head.ast_type in language.REFUSED_HEADS:
        return language.REFUSED_HEADS[head.ast_type]
    if head.atom.ast_type is ASTType.BooleanConstant:
        hint = 'name what no patient can be: `impossible(name, "in words") :- ...`'
        return Complaint("constraint", "a pack has no constraints", hint)
    if head.atom.ast_type is not ASTType.SymbolicAtom or head.sign:
        return Complaint("head", f"`{head}` cannot be the head of a rule", "the head is one atom, such as `applies(s)`")
    return None


def _kind(name: str, arity: int, draft: _Draft) -> type[Predicate] | None:
    """The predicate of the contract that a head is, None where it is a concept; refuses what cannot be a head."""
    complaint = _predicate_complaint(name, arity, ruled=bool(draft.reads))
    if complaint:
        raise Refused(complaint)
    return CONTRACT.get((name, arity))


def _predicate_complaint(name: str, arity: int, ruled: bool) -> Complaint | None:
    """What speaks against a predicate as a head."""
    if name in language.TESTS:
        if arity != language.TESTS[name]:
            return language.wrong_arity(name, arity)
        return Complaint("test-in-head", f"`{name}` is asked and not stated", f"what a record implies is `follows({name}(...)) :- ...`")
    if name in language.CORE:
        return Complaint("core-in-head", f"`{name}` is a word of the engine", "choose another name for the concept")
    kind = CONTRACT.get((name, arity))
    if kind is None:
        return language.wrong_arity(name, arity) if name in language.CONTRACT_NAMES else None
    if ruled and kind not in RULED:
        heads = ", ".join(f"`{k.meta.name}`" for k in sorted(RULED, key=lambda k: k.meta.name))
        return Complaint("rule-for-fact", f"`{name}/{arity}` is stated as a fact, without a body", f"bodies go with {heads} and concepts")
    return None


def _argument_complaint(kind: type[Predicate], symbol: clingo.Symbol) -> Complaint:
    """Says which argument of a fact does not fit, and how it is written."""
    for number, (accessor, role, argument) in enumerate(zip(kind.meta, roles(kind), symbol.arguments, strict=True), start=1):
        read: Callable[[Any], Any] = accessor.defn.cltopy
        try:
            read(argument)
        except (TypeError, ValueError):
            where = f"argument {number} of `{symbol.name}/{len(symbol.arguments)}`"
            return Complaint(role.code, f"{where}, `{argument}`, is not {role.phrase}", f"expected {role.form}")
    return Complaint("wrong-argument", f"`{symbol}` does not fit the contract")
