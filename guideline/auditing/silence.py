"""Silence: patients whom a context takes in while its source supports nothing for them, over complete records."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from guideline.auditing.answers import Answer
from guideline.auditing.ground_rules import GroundRules
from guideline.auditing.names import fit
from guideline.auditing.ordinary import Ordinary
from guideline.auditing.region import Region
from guideline.auditing.replay import Replay
from guideline.model import Case, Context, Knowledge, Recorded, Vocabulary
from guideline.solving import Session
from guideline.terms.atoms import Atom
from guideline.terms.parsed import SourceRule

SUPPORT = ("for", "permits")


@dataclass(frozen=True, slots=True)
class Silence:
    """Patients in a context for whom no statement of its source in force is for an action or permits one.

    Attributes:
        context: that takes them in; `source` whose it is.
        witness: the complete record of the most ordinary such patient, see `guideline.auditing.ordinary`.
        because: a part of it from which nothing can be left out: whoever shares it, however all else is answered, is such a patient too.
        region: what all such patients share.
        gaps: recorded gaps of the source (`silent` statements) that speak in the context, or for the whole document.
    """

    context: str
    source: str
    witness: Case
    because: tuple[Recorded, ...]
    region: Region
    gaps: tuple[str, ...]


def silences(
    ground: GroundRules, vocabulary: Vocabulary, knowledge: Knowledge, rules: Iterable[SourceRule], sources: Collection[str] = ()
) -> tuple[Silence, ...]:
    """The contexts with such patients, by name of source and context. The patient excludes nothing, and every statement is on.

    Args:
        ground: the rules of the pack; their program is left as it is.
        vocabulary: of the pack.
        knowledge: of the pack.
        rules: of the pack, to tell its concepts.
        sources: whose contexts to look at; all by default.

    Raises:
        RuntimeError: a witness, solved as any other case, does not show the silence (a defect of the engine).
    """
    program = ground.program
    replay = Replay(ground, [n for n, a in program.atoms.items() if a.name in {"scope", "stance"}], whole=True)
    said = _said(replay, knowledge)
    contexts = [c for c in knowledge.contexts.values() if c.source in said and (not sources or c.source in sources)]
    contexts = sorted(contexts, key=lambda c: (c.source, c.name))
    scopes = [program.literals.get(Atom("scope", (c.name,))) for c in contexts]
    certain = {row[0] for row in program.facts.get("scope", [])}
    goals = replay.define_all(
        [
            [[replay.literal(n), -said[c.source]]] if n else [[-said[c.source]]] if c.name in certain else []
            for c, n in zip(contexts, scopes, strict=True)
        ]
    )
    silent = [(c, goal) for c, goal in zip(contexts, goals, strict=True) if replay.some([goal]) is not None]
    if not silent:
        return ()
    patients = Ordinary(replay, vocabulary, rules)
    session = Session(program)
    found = []
    for context, goal in silent:
        given = patients.find([goal])
        if given is None:
            continue
        case = patients.case(fit(f"silence_{context.name}"), given, f"silence: {context.label}")
        _confirm(case, context, session, knowledge)
        because = _because(given, goal, patients, replay, vocabulary)
        found.append(
            Silence(
                context=context.name,
                source=context.source,
                witness=case,
                because=patients.case("because", because).recorded,
                region=patients.region([goal]),
                gaps=gaps(context.name, context.source, knowledge),
            )
        )
    return tuple(found)


def _said(replay: Replay, knowledge: Knowledge) -> dict[str, int]:
    """For each source that may support nothing, a literal that holds where it supports something."""
    program = replay.program
    loud = {knowledge.statements[s].source for s, word, _ in program.facts.get("stance", []) if word in SUPPORT}
    support: dict[str, list[list[int]]] = {name: [] for name in sorted(knowledge.sources) if name not in loud}
    for atom, n in sorted(program.literals.items()):
        if atom.name == "stance" and atom.args[1] in SUPPORT:
            source = knowledge.statements[atom.args[0]].source
            if source in support:
                support[source].append([replay.literal(n)])
    return dict(zip(support, replay.define_all(support.values()), strict=True))


def gaps(context: str, source: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The recorded gaps of a source that concern a context; sorted."""
    own = (s for s in knowledge.statements.values() if s.silent and s.source == source)
    return tuple(sorted(s.name for s in own if not s.within or context in s.within))


def _confirm(case: Case, context: Context, session: Session, knowledge: Knowledge) -> None:
    """Solves a witness as any other case, on the whole program."""
    session.set(case.tests)
    solution = session.solve()
    session.set(())
    heard = solution is None or (context.name,) not in solution.shown.get("scope", [])
    for s, word, _ in solution.shown.get("stance", []) if solution else []:
        heard |= word in SUPPORT and knowledge.statements[s].source == context.source
    if heard:
        raise RuntimeError(f"the witness {case.name} does not show what it witnesses: {sorted(case.tests)}")


def _because(given: Mapping[str, Answer], goal: int, patients: Ordinary, replay: Replay, vocabulary: Vocabulary) -> dict[str, Answer]:
    """A smallest part of a record whose completions all meet the goal; what is merely absent is dropped first."""

    def plain(finding: str) -> tuple[bool, str]:
        return given[finding].value is False and not vocabulary.findings[finding].critical, finding

    def enough(findings: Sequence[str]) -> bool:
        return replay.some([-goal, *(patients.literal(given[f]) for f in findings)]) is None

    return {f: given[f] for f in sorted(_fewest([], sorted(given, key=plain), enough, checked=True))}


def _fewest(base: list[str], rest: Sequence[str], enough: Callable[[Sequence[str]], bool], *, checked: bool) -> list[str]:
    """The part of `rest` that is needed beside `base`, the first in it kept rather than the last; halves are tried before single ones."""
    if checked and enough(base):
        return []
    if len(rest) == 1:
        return list(rest)
    first, second = rest[: len(rest) // 2], rest[len(rest) // 2 :]
    late = _fewest([*base, *first], second, enough, checked=True)
    early = _fewest([*base, *late], first, enough, checked=bool(late))
    return [*early, *late]


__all__ = ["Silence", "gaps", "silences"]
