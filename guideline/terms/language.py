"""The small language of packs: what a rule may hold, literal by literal, and in which words the rest is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import clingo
from clingo.ast import AST, ASTType

from guideline.model import Test
from guideline.terms.contract import CONTRACT
from guideline.terms.parsed import BodyLiteral
from guideline.terms.roles import TEST, role_of, test_of_symbol

TESTS: dict[str, int] = {"has": 1, "lacks": 1, "unsuitable": 1, "is": 2, "at_least": 2, "above": 2, "below": 2, "at_most": 2}
"""The tests of rule bodies, with their arity."""

CONTRACT_NAMES: frozenset[str] = frozenset(name for name, _ in CONTRACT)

CORE: frozenset[str] = frozenset(
    word
    for line in (
        "test given clash lifted axiom next same step threshold outside window",
        "under contains related class leaf_of bites apart rival serves",
        "excluded scope placed speaks active live in_force beaten overridden weighed wishful acts",
        "leans criterion met unmet stance gated held cleared ticks stays clocked conditioned",
        "conflict of narrowed left nothing_left barred torn elsewhere together rated_apart rated_beside aims agreed joined heard",
        "backs chosen_within wished",
        "spoken touching contested option level surpassed status wanted banned",
        "takes supplied node edge trigger helper bar part supplier",
    )
    for word in line.split()
)
"""What the core derives or the engine adds, by name. Kept as a list, and not read from the core's files: a pack must not
break because the core uses a word for itself, so each word taken from packs is taken here, on purpose; a test compares it
with the files."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """A defect that has no place yet."""

    code: str
    message: str
    hint: str | None = None


class Refused(Exception):  # noqa: N818 (it refuses a term, and is always caught)
    """A term that the language does not have."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint.message)
        self.complaint = complaint


@dataclass(frozen=True, slots=True)
class Read:
    """A body literal as read: what it is, None for a comparison; its variables; the pairs that an equation binds; complaints."""

    literal: BodyLiteral | None
    variables: frozenset[str] = frozenset()
    equation: tuple[str, str] | None = None
    complaints: tuple[Complaint, ...] = ()


REFUSED_STATEMENTS: dict[ASTType, Complaint] = {
    ASTType.Minimize: Complaint("optimisation", "a pack has no optimisation", "say what is better with `prefers`"),
    ASTType.ShowSignature: Complaint("show", "a pack has no `#show`", "what is shown is up to the engine; leave it out"),
    ASTType.ShowTerm: Complaint("show", "a pack has no `#show`", "what is shown is up to the engine; leave it out"),
    ASTType.Script: Complaint("script", "a pack has no `#script`", "state facts instead of computing them"),
    ASTType.External: Complaint("external", "a pack has no `#external`", "ask the patient with a test, such as `has(fever)`"),
    ASTType.Definition: Complaint("const", "a pack has no `#const`", "write the value where it is used"),
    ASTType.TheoryDefinition: Complaint("theory", "a pack has no theory"),
    ASTType.ProjectAtom: Complaint("projection", "a pack has no `#project`"),
    ASTType.ProjectSignature: Complaint("projection", "a pack has no `#project`"),
    ASTType.Edge: Complaint("edge", "a pack has no `#edge`"),
    ASTType.Heuristic: Complaint("heuristic", "a pack has no `#heuristic`"),
}

REFUSED_HEADS: dict[ASTType, Complaint] = {
    ASTType.Disjunction: Complaint("disjunction", "the head of a rule is one atom, not several", "write one rule for each"),
    ASTType.Aggregate: Complaint("choice", "a pack has no choice rules", "say with tests when the statement applies"),
    ASTType.HeadAggregate: Complaint("choice", "a pack has no choice rules", "say with tests when the statement applies"),
    ASTType.TheoryAtom: Complaint("theory", "a pack has no theory atoms"),
}

REFUSED_BODIES: dict[ASTType, Complaint] = {
    ASTType.ConditionalLiteral: Complaint(
        "conditional-literal", "a body has no conditional literals", "name the condition as a concept with a rule of its own"
    ),
    ASTType.Aggregate: Complaint("aggregate", "a body has no aggregates", "write one rule for each way to meet it"),
    ASTType.BodyAggregate: Complaint("aggregate", "a body has no aggregates", "write one rule for each way to meet it"),
    ASTType.TheoryAtom: Complaint("theory", "a body has no theory atoms"),
}

_CLASSICAL = Complaint(
    "classical-negation",
    "a pack has no classical negation",
    "write `lacks(fever)` for a recorded absence, `not has(fever)` for a default",
)
_NEGATED_POOL = Complaint(
    "negated-pool",
    "a pool under `not` holds as soon as one of its tests fails, which is hardly meant",
    "write `not` before each: `not has(fever), not has(cough)`",
)
_NAME = re.compile(r"_*[a-z][A-Za-z0-9_']*")
_PLAIN = "use names, numbers or texts"
_ASKED = "a body asks tests and concepts of the pack"
_EXPECTED_TEST = role_of(TEST).form


def expand(term: AST) -> list[str]:
    """The ground terms that a term with pools stands for, as text; refuses variables, intervals and arithmetic."""
    kind = term.ast_type
    if kind is ASTType.SymbolicTerm:
        return [str(term.symbol)]
    if kind is ASTType.Pool:
        return [text for member in term.arguments for text in expand(member)]
    if kind is ASTType.Function and term.name and not term.external:
        if not term.arguments:
            return [term.name]
        return [f"{term.name}({','.join(row)})" for row in product(*map(expand, term.arguments))]
    if kind is ASTType.Variable:
        raise Refused(Complaint("not-ground", f"`{term}` is a variable", "names start with a small letter"))
    if kind is ASTType.UnaryOperation and term.argument.ast_type is ASTType.SymbolicTerm:
        return [f"-{term.argument.symbol}"]
    raise Refused(Complaint("not-plain", f"`{term}` is neither a name, a number nor a text in quotes", "write the value itself"))


def atoms(symbol: AST) -> Iterator[tuple[str, list[AST]]]:
    """The atoms that the symbol of an atom stands for (several for `has(a; b)`), as name and arguments."""
    if symbol.ast_type is ASTType.Pool:
        for member in symbol.arguments:
            yield from atoms(member)
    elif symbol.ast_type is ASTType.Function:
        yield symbol.name, list(symbol.arguments)
    elif symbol.ast_type is ASTType.SymbolicTerm:
        yield symbol.symbol.name, []
    else:
        raise Refused(_CLASSICAL)


def symbol_of(text: str) -> clingo.Symbol:
    """The symbol that a ground term is; refuses what only looks like one, such as a text with a minus before it."""
    try:
        return clingo.parse_term(text, logger=lambda _code, _message: None)
    except RuntimeError:
        raise Refused(Complaint("not-plain", f"`{text}` is not a plain term", "write the value itself")) from None


def plain(symbol: clingo.Symbol) -> None:
    """Refuses an atom of a concept with an argument that is not a name, a number or a text."""
    for argument in symbol.arguments:
        if argument.type is clingo.SymbolType.Function:
            if not argument.arguments and argument.name:
                continue
        elif argument.type is clingo.SymbolType.String:
            _no_name(argument)
            continue
        elif argument.type is clingo.SymbolType.Number:
            continue
        raise Refused(Complaint("not-plain", f"`{argument}` is not a plain argument", _PLAIN))


def signature(symbol: AST) -> tuple[str, int, list[list[AST]]]:
    """Name and number of arguments of an atom, and its arguments, in several rows where it has a pool."""
    rows = list(atoms(symbol))
    if len({(name, len(arguments)) for name, arguments in rows}) > 1:
        hint = "write one atom for each, or put the alternatives of one argument in brackets of their own: `p((a; b), c)`"
        raise Refused(Complaint("uneven-pool", f"`{symbol}` mixes atoms of different shape", hint))
    return rows[0][0], len(rows[0][1]), [arguments for _, arguments in rows]


def variables(arguments: list[AST]) -> set[str]:
    """The variables among plain arguments; refuses arguments that are not plain."""
    found: set[str] = set()
    for argument in arguments:
        if argument.ast_type is ASTType.Variable:
            found.add(argument.name)
        elif argument.ast_type is ASTType.Pool:
            found |= variables(list(argument.arguments))
        elif argument.ast_type is not ASTType.SymbolicTerm:
            expand(argument)
            if argument.ast_type is ASTType.Function:
                raise Refused(Complaint("not-plain", f"`{argument}` is not a plain argument", _PLAIN))
        elif argument.symbol.type is clingo.SymbolType.String:
            _no_name(argument.symbol)
    return found


def _no_name(text: clingo.Symbol) -> None:
    """Refuses a text of a concept that reads like a name: for the solver the two are different, for a reader the same."""
    if _NAME.fullmatch(text.string):
        message = f"the text `{text}` reads like the name `{text.string}`, and is another argument to the solver"
        raise Refused(Complaint("text-for-name", message, f"write it without quotes, everywhere: `{text.string}`"))


def read_literal(literal: AST) -> Read:
    """Reads one element of a body."""
    try:
        return _element(literal)
    except Refused as refusal:
        return Read(None, complaints=(refusal.complaint,))


def _element(literal: AST) -> Read:
    if literal.ast_type is ASTType.ConditionalLiteral:
        raise Refused(REFUSED_BODIES[literal.ast_type])
    if literal.sign > 1:
        raise Refused(Complaint("double-negation", f"`{literal}` is negated twice", "negate once, or not at all"))
    atom, positive = literal.atom, literal.sign == 0
    if atom.ast_type in REFUSED_BODIES:
        raise Refused(REFUSED_BODIES[atom.ast_type])
    if atom.ast_type is ASTType.BooleanConstant:
        raise Refused(Complaint("boolean-constant", f"`{literal}` says nothing of a patient", "leave it out"))
    return _comparison(atom, positive) if atom.ast_type is ASTType.Comparison else _atom(atom.symbol, positive)


def _comparison(atom: AST, positive: bool) -> Read:
    terms = [atom.term, *(guard.term for guard in atom.guards)]
    found = variables(terms)
    equation = None
    if positive and len(terms) == 2 and atom.guards[0].comparison == 5:
        equation = (str(terms[0]), str(terms[1]))
    return Read(None, frozenset(found), equation)


def _atom(symbol: AST, positive: bool) -> Read:
    name, arity, rows = signature(symbol)
    complaint = _name_complaint(name, arity)
    if complaint:
        return Read(None, complaints=(complaint,))
    if name in TESTS:
        tests = _tests(symbol)
        if len(tests) > 1 and not positive:
            return Read(None, complaints=(_NEGATED_POOL,))
        return Read(BodyLiteral(positive, name, arity, tuple(map(str, tests)), tests))
    found = set().union(*map(variables, rows))
    return Read(BodyLiteral(positive, name, arity, () if found else tuple(expand(symbol))), frozenset(found))


def _tests(symbol: AST) -> tuple[Test, ...]:
    found: list[Test] = []
    try:
        texts = expand(symbol)
    except Refused as refusal:
        if refusal.complaint.code != "not-ground":
            raise
        hint = "name each one, in a pool if there are several: `has((fever; chills))`"
        raise Refused(Complaint("variable-in-test", f"`{symbol}` has a variable in a test", hint)) from None
    for text in texts:
        try:
            found.append(test_of_symbol(symbol_of(text)))
        except TypeError:
            hint = f"expected {_EXPECTED_TEST}"
            raise Refused(Complaint("wrong-argument", f"`{text}` is not a test that can be asked", hint)) from None
    return tuple(found)


def _name_complaint(name: str, arity: int) -> Complaint | None:
    if name in TESTS and arity != TESTS[name]:
        return wrong_arity(name, arity)
    if name in CORE:
        return Complaint("core-in-body", f"`{name}/{arity}` is a word of the engine", _ASKED)
    if name in CONTRACT_NAMES:
        return Complaint("contract-in-body", f"`{name}/{arity}` is not asked in a body", _ASKED)
    return None


def wrong_arity(name: str, arity: int) -> Complaint:
    """The complaint about a known predicate or test with a wrong number of arguments."""
    known = sorted({TESTS[name]} if name in TESTS else {n for word, n in CONTRACT if word == name})
    if name == "finding" and arity == 1:
        return Complaint("finding-without-kind", "a finding is declared with its kind", "such as `finding(fever, boolean)`")
    counts = " or ".join(map(str, known))
    return Complaint("wrong-arity", f"`{name}` takes {counts} argument{'s' if known != [1] else ''}, not {arity}")


def unsafe(head: set[str], reads: list[Read]) -> set[str]:
    """Variables of a rule that no positive concept of its body binds, directly or by an equation."""
    bound = {v for read in reads if read.literal and read.literal.positive for v in read.variables}
    equations = [read.equation for read in reads if read.equation]
    for _ in equations:
        for left, right in equations:
            for one, other in ((left, right), (right, left)):
                if other in bound or not (other[:1].isupper() or other[:1] == "_"):
                    bound.add(one)
    wanted = set(head)
    for read in reads:
        negative = read.literal is not None and not read.literal.positive
        wanted |= {v for v in read.variables if not (negative and v == "_")}
    return wanted - bound | ({"_"} & head)
