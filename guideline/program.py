"""The ground program of a pack: grounded once, with its ground rules kept for marks and explanation."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import clingo

from guideline.errors import PackError, Place, Problem
from guideline.model import Test
from guideline.terms.atoms import Atom, atom_of, external_of
from guideline.terms.direct import key

GroundRule = tuple[int, tuple[int, ...]]
"""A head atom, 0 for a constraint, and its body as literals: an atom's number, negative where it must not hold."""

RESULTS = ("in_force", "stance", "conflict", "status")
"""The predicates whose atoms are results: what carries marks."""

SHOWN = frozenset(
    {"applies", "conflict", "excludes", "in_force", "live", "met", "overridden", "scope", "stance", "status", "unmet", "unsuitable"}
)
"""The predicates that an answer set shows, as `show.lp` has them."""

EXTERNAL = frozenset({"given", "active", "lifted"})
WORDS = frozenset({"cites", "label", "locator", "question", "reports", "says", "test"})
"""Facts that no conclusion rests on: the knowledge of a pack has them. Reading each atom costs as much as grounding it."""


class _Rules(clingo.Observer):
    """Keeps the ground rules as the grounder hands them on."""

    def __init__(self) -> None:
        self.kept: list[GroundRule] = []

    def rule(self, choice: bool, head: Sequence[int], body: Sequence[int]) -> None:  # noqa: ARG002 (the interface is clingo's)
        literals = tuple(body)
        if not head:
            self.kept.append((0, literals))
        for atom in head:
            self.kept.append((atom, literals))


class Facts(Mapping[str, list[tuple[str, ...]]]):
    """The arguments of the facts of each predicate, sorted. A predicate is read when it is first asked for: one answer needs few."""

    def __init__(self, symbols: Mapping[str, list[clingo.Symbol]]) -> None:
        self._symbols = symbols
        self._read: dict[str, list[tuple[str, ...]]] = {}

    def __getitem__(self, name: str) -> list[tuple[str, ...]]:
        rows = self._read.get(name)
        if rows is None:
            rows = self._read[name] = sorted([atom_of(symbol).args for symbol in self._symbols[name]])
        return rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._symbols)

    def __len__(self) -> int:
        return len(self._symbols)


@dataclass(slots=True)
class GroundProgram:
    """One grounded control and what is known of its atoms.

    Attributes:
        control: the solver; not safe to share between threads (see `guideline.solving.Session`).
        atoms: literal of each atom that depends on the patient, as a plain value.
        facts: atoms that hold for every patient.
        ranks: a number for the key of each symbol that can be shown, in the order in which answers list them.
        rows: the plain value of each of them, by that number.
        given, switches: literals of the externals, by test; and by name (`active s`, `lifted i`).
        results: literals of all atoms of `RESULTS`.
        rules: the ground rules, in the grounder's order.
        certain: literals of the atoms that a rule without a body makes: they hold whatever is set.
        symbols: literal of each atom that depends on the patient, by the key of its symbol.
        turnable: literals of the named atoms that can hold for some patients: externals, and what some rule makes.
        unnamed: literals of conditions that the grounder makes for itself ("all criteria are met"); they are in the rules alone.
    """

    control: clingo.Control
    atoms: dict[int, Atom]
    literals: dict[Atom, int]
    facts: Mapping[str, list[tuple[str, ...]]]
    ranks: dict[Hashable, int]
    rows: list[Atom]
    given: dict[Test, int]
    switches: dict[str, int]
    results: tuple[int, ...]
    rules: list[GroundRule] = field(default_factory=list)
    symbols: dict[Hashable, int] = field(default_factory=dict)
    certain: frozenset[int] = field(init=False)
    turnable: frozenset[int] = field(init=False)
    unnamed: tuple[int, ...] = field(init=False)
    _conditions: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        self.certain = frozenset([head for head, body in self.rules if head and not body])
        made = {head for head, _ in self.rules if head} - self.certain
        self.turnable = frozenset([*self.given.values(), *self.switches.values(), *(made & self.atoms.keys())])
        self.unnamed = tuple(sorted(made - self.atoms.keys()))
        self._conditions = frozenset(self.unnamed)

    def plain(self, body: Iterable[int]) -> tuple[int, ...] | None:
        """A body without the literals that are true for every patient; None where one is false for every patient."""
        left = []
        for x in body:
            atom = abs(x)
            if atom in self.turnable or atom in self._conditions:
                left.append(x)
            elif (x > 0) != (atom in self.certain):
                return None
        return tuple(left)


def ground(core: Iterable[Path], files: Iterable[str | Path], facts: str) -> GroundProgram:
    """Grounds core and packs.

    Args:
        core: the files of `encodings/core`.
        files: the files of the packs, already checked.
        facts: what the engine adds: thresholds in their order, review windows.

    Raises:
        PackError: with clingo's own complaints in our form; a checked pack gives none.
    """
    complaints: list[Problem] = []

    def hear(code: clingo.MessageCode, message: str) -> None:
        complaints.append(Problem(f"clingo-{code.name.lower()}", message.strip().splitlines()[0].lower(), Place("the program")))

    control = clingo.Control(["--warn=all"], logger=hear, message_limit=100)
    rules = _Rules()
    control.register_observer(rules)
    try:
        for path in [*core, *files]:
            control.load(str(path))
        control.add("base", [], facts)
        control.ground([("base", [])])
    except RuntimeError as error:
        raise PackError(complaints or Problem("clingo", str(error).lower(), Place("the program"))) from error
    if complaints:
        raise PackError(complaints)
    return _tables(control, rules.kept)


def _tables(control: clingo.Control, rules: list[GroundRule]) -> GroundProgram:
    atoms: dict[int, Atom] = {}
    facts: dict[str, list[clingo.Symbol]] = {}
    found: list[tuple[Atom, clingo.Symbol]] = []
    given: dict[Test, int] = {}
    switches: dict[str, int] = {}
    symbols: dict[Hashable, int] = {}
    base = control.symbolic_atoms
    for name, arity, positive in base.signatures:
        if name in WORDS:
            continue
        certain: list[clingo.Symbol] = []
        for entry in base.by_signature(name, arity, positive):
            symbol = entry.symbol
            if entry.is_fact:
                certain.append(symbol)
                continue
            literal = symbols[key(symbol)] = entry.literal
            atom = atoms[literal] = atom_of(symbol)
            if name in SHOWN:
                found.append((atom, symbol))
            elif name in EXTERNAL and entry.is_external:
                external = external_of(symbol)
                if isinstance(external, Test):
                    given[external] = literal
                elif external is not None:
                    switches[external] = literal
        if certain:
            facts.setdefault(name, []).extend(certain)
            if name in SHOWN:
                found += [(atom_of(symbol), symbol) for symbol in certain]
    found.sort(key=lambda pair: pair[0])
    return GroundProgram(
        control=control,
        atoms=atoms,
        literals={atom: literal for literal, atom in atoms.items()},
        facts=Facts(facts),
        ranks={key(symbol): rank for rank, (_, symbol) in enumerate(found)},
        rows=[atom for atom, _ in found],
        given=given,
        switches=switches,
        results=tuple(sorted(literal for literal, atom in atoms.items() if atom.name in RESULTS)),
        rules=rules,
        symbols=symbols,
    )
