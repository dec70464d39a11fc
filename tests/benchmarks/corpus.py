"""Synthetic corpora: several guidelines that speak of the same patients and actions at random, so that everything hangs together.

Unlike the topics of `synthetic`, findings are shared by all statements, a few of them by very many (age, pain, a red flag), so that nothing
falls into parts that could be solved one by one.
"""

from __future__ import annotations

import random
from pathlib import Path

SOURCES = ("alpha", "beta", "gamma", "delta", "epsilon")
WAITS = ("2 weeks", "3 weeks", "4 weeks", "6 weeks", "3 months", "6 months")
WISHES = ("recommends", "recommends", "recommends", "opposes", "opposes", "permits", "rates")
RATINGS = ("usually_appropriate", "may_be_appropriate", "usually_not_appropriate")


def write_corpus(folder: Path, statements: int, seed: int = 1) -> Path:
    """Writes a pack of so many statements, with findings, actions and contexts that grow with them; the same for the same seed."""
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(seed)  # noqa: S311 (no secret)
    lines = [f'source({d}, "Source {d}").' for d in SOURCES]
    tests = _findings(draw, max(12, statements // 5), lines)
    actions = [f"act{i}" for i in range(max(8, statements // 4))]
    lines += [f'action({a}). label({a}, "{a}").' for a in actions]
    classes = actions[: len(actions) // 6]
    lines += [f"kind_of({a}, {draw.choice(classes)})." for a in actions[len(classes) :: 2]]
    pairs = {tuple(draw.sample(actions, 2)) for _ in range(len(actions) // 6)}
    lines += [f"exclusive({a}, {b})." for a, b in sorted(pairs)]
    contexts: dict[str, list[str]] = {d: [] for d in SOURCES}
    for i in range(max(3, statements // 20)):
        source = draw.choice(SOURCES)
        contexts[source].append(f"scene{i}")
        lines += [
            f'context(scene{i}, {source}, "scene {i}"). enters(scene{i}) :- {draw.choice(tests)}.',
            f'excludes(scene{i}, reason{i}) :- {draw.choice(tests)}. label(reason{i}, "reason {i}").',
        ]
    last: dict[str, str] = {}
    for i in range(statements):
        lines += _statement(draw, i, tests, actions, contexts, last)
    (folder / "pack.lp").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _findings(draw: random.Random, number: int, lines: list[str]) -> list[str]:
    """Declares findings; returns tests to draw from, in which the first findings come far more often than the last."""
    tests: list[str] = []
    for i in range(number):
        kind = ("boolean", "boolean", "boolean", "choice", "quantity")[i % 5]
        lines += [f'label(f{i}, "finding {i}"). question(f{i}, "Is it so, {i}?").']
        if kind == "boolean":
            lines.append(f"finding(f{i}, boolean)." + (f" critical(f{i})." if i % 3 == 0 else ""))
            own = [f"has(f{i})", f"has(f{i})", f"lacks(f{i})", f"not has(f{i})"]
        elif kind == "choice":
            lines.append(f"finding(f{i}, choice). choice(f{i}, (mild; moderate; severe)).")
            own = [f"is(f{i}, {v})" for v in ("mild", "moderate", "severe")]
        else:
            lines.append(f'finding(f{i}, quantity("day")). clock(f{i}). range(f{i}, "0 days", "10 years").')
            times = draw.sample(WAITS, 3)
            own = [f'at_least(f{i}, "{t}")' for t in times] + [f'below(f{i}, "{t}")' for t in times]
        tests += own * max(1, number // (3 * (i + 1)))
    for i in range(0, number - 5, 10):
        lines.append(f'follows(has(f{i})) :- has(f{i + 1}). impossible(both{i}, "both") :- has(f{i}), has(f{i + 2}).')
    return tests


def _statement(
    draw: random.Random, i: int, tests: list[str], actions: list[str], contexts: dict[str, list[str]], last: dict[str, str]
) -> list[str]:
    source = draw.choice(SOURCES)
    body = ", ".join(dict.fromkeys(draw.choice(tests) for _ in range(draw.choice((1, 2, 2, 3)))))
    lines = [
        f'statement(s{i}, {source}, recommendation, should). locator(s{i}, "item {i}"). says(s{i}, "statement {i}").',
        f"applies(s{i}) :- {body}.",
    ]
    for action in draw.sample(actions, draw.choice((1, 1, 2))):
        wish = draw.choice(WISHES)
        rating = f", {draw.choice(RATINGS)}" if wish == "rates" else ""
        lines.append(f"{wish}(s{i}, {action}{rating}).")
        if wish != "opposes" and draw.random() < 0.3:
            lines.append(f"needs(s{i}, {action}, {draw.choice([t for t in tests if not t.startswith('not')])}).")
    if contexts[source] and draw.random() < 0.5:
        lines.append(f"within(s{i}, {draw.choice(contexts[source])}).")
    if source in last and draw.random() < 0.1:
        lines.append(f"overrides(s{i}, {last[source]}).")
    last[source] = f"s{i}"
    return lines
