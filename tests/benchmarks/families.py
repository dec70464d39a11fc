"""Families of rules whose explanations grow: a chain, a chain of negations, a wide body, a diamond; as a pack, and as a plain program."""

from __future__ import annotations

from pathlib import Path

Rule = tuple[str, tuple[str, ...]]
"""A head, and its body as literals, `not ` before those that must not hold."""

START = "start"


def chain(size: int) -> list[Rule]:
    """Each step rests on the one before."""
    return [("c0", (START,)), *[(f"c{i}", (f"c{i - 1}",)) for i in range(1, size)], ("goal", (f"c{size - 1}",))]


def negated_chain(size: int) -> list[Rule]:
    """Each step holds when the one before does not; the last one holds."""
    first = ("c0", (START if size % 2 else f"not {START}",))
    return [first, *[(f"c{i}", (f"not c{i - 1}",)) for i in range(1, size)], ("goal", (f"c{size - 1}",))]


def width(size: int) -> list[Rule]:
    """One step rests on all others, each of them on the start."""
    return [*[(f"c{i}", (START,)) for i in range(size)], ("goal", tuple(f"c{i}" for i in range(size)))]


def diamond(depth: int) -> list[Rule]:
    """Each level rests in two ways on the one before: as a tree it has two to the power of its depth leaves."""
    rows: list[Rule] = [("c0", (START,))]
    for i in range(1, depth + 1):
        rows += [(f"l{i}", (f"c{i - 1}",)), (f"r{i}", (f"c{i - 1}",)), (f"c{i}", (f"l{i}", f"r{i}"))]
    return [*rows, ("goal", (f"c{depth}",))]


FAMILIES = {"chain": chain, "negated chain": negated_chain, "width": width, "diamond": diamond}
SIZES = {"chain": 1000, "negated chain": 1000, "width": 1000, "diamond": 100}


def pack_of(rules: list[Rule], folder: Path) -> Path:
    """Writes a pack with one statement that applies when the goal holds, and a case that has the start; returns the case."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f'finding({START}, boolean). label({START}, "start"). question({START}, "Is there a start?").',
        'action(act). label(act, "act"). source(book, "Book"). statement(say, book, recommendation, should).',
        'locator(say, "page 1"). says(say, "Act."). recommends(say, act). applies(say) :- goal.',
    ]
    lines += [f"{head} :- {', '.join(x.replace(START, f'has({START})') for x in body)}." for head, body in rules]
    (folder / "pack.lp").write_text("\n".join(lines) + "\n", encoding="utf-8")
    case = folder / "case.yaml"
    case.write_text(f"case: start\nfindings:\n  {START}: true\n", encoding="utf-8")
    return case


def program_of(rules: list[Rule]) -> str:
    """The same as a plain program whose rules are labelled for xclingo."""
    lines = [f'%!trace_rule {{"{START}"}}.', f"{START}."]
    for head, body in rules:
        lines += [f'%!trace_rule {{"{head}"}}.', f"{head} :- {', '.join(body)}."]
    return "\n".join([*lines, "%!show_trace {goal}."]) + "\n"
