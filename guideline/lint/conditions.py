"""Checks of conditions: bodies that nobody meets, exclusions that cannot act, absences taken for granted, thresholds spelt in two ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from guideline.errors import Place
from guideline.lint.bodies import Bodies, Way
from guideline.lint.check import Check, Remark
from guideline.model import COMPARISONS, Test
from guideline.packs import Compiled, SourceRule

_ARGUMENTS = re.compile(r"\w+\((.*)\)")


def subject_of(rule: SourceRule) -> str:
    """What a pack accepts a remark on a rule by: the statement, context or axiom of the contract's rules, else the concept."""
    match = _ARGUMENTS.fullmatch(rule.heads[0]) if rule.heads else None
    if rule.head_name == "follows":
        return match[1] if match else rule.head_name
    return match[1].split(",")[0] if match and rule.head_name in {"applies", "enters", "excludes", "impossible"} else rule.head_name


def impossible_bodies(packs: Compiled) -> Iterator[Remark]:
    """Bodies that no record meets, by the meaning of their tests."""
    bodies = Bodies(packs)
    for rule in packs.rules:
        plain = bodies.ways(rule.body, expand=False)
        ways = plain if plain is None or _none_left(bodies, plain) else bodies.ways(rule.body)
        reason = _none_left(bodies, ways) if ways else ()
        if reason:
            said = " and ".join(f"`{literal}`" for literal in reason)
            message = f"no record meets this body: {said} cannot {'both hold' if len(reason) > 1 else 'hold inside its range'}"
            yield Remark(subject_of(rule), message, rule.place, "write a rule for each alternative, or mend the condition")


def _none_left(bodies: Bodies, ways: list[Way]) -> tuple[str, ...]:
    """Why no way can be gone: the reason against the first one; empty where there is one that can."""
    reasons = [bodies.impossible(way) for way in ways]
    return reasons[0] if reasons and all(reasons) else ()


def unmeetable_exclusions(packs: Compiled) -> Iterator[Remark]:
    """Exclusions of a context whose conditions cannot hold together with any way into it."""
    bodies = Bodies(packs)
    enters: dict[str, list[Way] | None] = {}
    excludes: dict[tuple[str, str], list[tuple[list[Way] | None, SourceRule]]] = defaultdict(list)
    for rule in packs.rules:
        if rule.head_name not in {"enters", "excludes"}:
            continue
        ways = bodies.ways(rule.body)
        for head in rule.heads:
            match = _ARGUMENTS.fullmatch(head)
            if match and rule.head_name == "enters":
                known = enters.setdefault(match[1], [])
                enters[match[1]] = None if known is None or ways is None else [*known, *ways]
            elif match:
                context, _, reason = match[1].partition(",")
                excludes[context, reason].append((ways, rule))
    for (context, reason), rules in sorted(excludes.items()):
        entered = enters.get(context)
        if not entered or any(ways is None or not _apart(bodies, ways, entered) for ways, _ in rules):
            continue
        message = f"exclusion `{reason}` of context `{context}` never acts: whoever it leaves out is not taken in"
        hint = "leave it out, take it from the conditions of `enters`, or accept it where the reason is worth showing"
        yield Remark(context, message, rules[0][1].place, hint)


def _apart(bodies: Bodies, ways: list[Way], entered: list[Way]) -> bool:
    return all(bodies.impossible(one | other) for one in ways for other in entered)


def assumed_absences(packs: Compiled) -> Iterator[Remark]:
    """Wishes that rest on `not has(F)` of a critical finding, directly or by way of a concept."""
    findings = packs.vocabulary.findings
    wishing = {name for name, s in packs.knowledge.statements.items() if s.leans or s.offers}
    bodies = Bodies(packs)
    todo = [rule for rule in packs.rules if rule.head_name == "applies" and any(h[8:-1] in wishing for h in rule.heads)]
    seen: set[int] = set()
    for rule in todo:
        if id(rule) in seen:
            continue
        seen.add(id(rule))
        for literal in rule.body:
            if literal.positive and not literal.tests:
                todo += [inner for atom in literal.atoms for inner in bodies.rules.get(atom, [])]
            for test in literal.tests:
                if not literal.positive and test.kind == "has" and findings[test.subject].critical:
                    message = f"absence of critical finding `{test.subject}` is taken for granted"
                    hint = f"write `lacks({test.subject})` if the source wants the absence established, or accept the default"
                    yield Remark(subject_of(rule), message, rule.place, hint)


def two_spellings(packs: Compiled) -> Iterator[Remark]:
    """Thresholds of one finding that are equal and written differently."""
    for name, finding in packs.vocabulary.findings.items():
        texts: dict[int, list[str]] = defaultdict(list)
        for threshold in finding.thresholds:
            texts[threshold.rank].append(threshold.text)
        for spellings in texts.values():
            if len(spellings) > 1:
                places = {text: _first(packs, name, text) for text in spellings}
                first, *others = sorted(spellings, key=lambda text: (places[text] or Place(""), text))
                for text in others:
                    message = f"threshold `{text}` of `{name}` is `{first}` in another spelling"
                    yield Remark(name, message, places[text], f'write "{first}" in both, or accept it where the sources differ')


def _first(packs: Compiled, name: str, text: str) -> Place | None:
    return packs.place(*(f"test {Test(kind, name, text)}" for kind in COMPARISONS))


CHECKS = (
    Check(
        "impossible-body",
        "a rule whose conditions exclude each other",
        "the rule never fires, so what it says is never heard",
        impossible_bodies,
    ),
    Check(
        "unmeetable-exclusion",
        "an exclusion that its context cannot meet",
        "whom it would leave out is not taken in: one of the two conditions is superfluous or wrong",
        unmeetable_exclusions,
    ),
    Check(
        "absence-assumed",
        "a wish that takes the absence of a critical finding for granted",
        "a critical finding is one that must be asked for: `lacks` waits for the answer, `not has` does not",
        assumed_absences,
    ),
    Check(
        "two-spellings",
        "one threshold of a finding in two spellings",
        "readers take `3 weeks` and `21 days` for two thresholds, and one of them may be a slip",
        two_spellings,
    ),
)
