"""Packs and cases of the reference solver as the engine reads them: the lines of a pack file, the text of a case file."""

from __future__ import annotations

from reference.records import COMPARISONS, DAYS, Case, Finding, Pack, Rule, Span


def term(row: tuple[str, ...]) -> str:
    """A test or group as the program writes it."""
    if row[0] in COMPARISONS:
        return f'{row[0]}({row[1]},"{row[2]}")'
    return f"{row[0]}({','.join(row[1:])})"


QUOTED = {"tension": (2,), "yields": (2,), "follows_up": (2, 3), "doses": (5, 6)}
TESTED = {"needs": 2, "any_of": 1, "all_of": 1}
"""From which argument on a row is a test."""


def fact(name: str, row: tuple[str, ...]) -> str:
    """One row as a fact."""
    if name in TESTED:
        row = (*row[: TESTED[name]], term(row[TESTED[name] :]))
    arguments = [f'"{v}"' if i in QUOTED.get(name, ()) else v for i, v in enumerate(row)]
    return f"{name}({','.join(arguments)})."


def rule(made: Rule) -> str:
    """One rule."""
    kind, *rest = made.head
    head = {
        "concept": rest[0],
        "follows": f"follows({term(tuple(rest))})",
        "impossible": f'impossible({rest[0]},"words for {rest[0]}")',
    }.get(kind, f"{kind}({','.join(rest)})")
    body = ", ".join(("" if sign else "not ") + (atom[1] if atom[0] == "concept" else term(atom)) for sign, atom in made.body)
    return f"{head} :- {body}." if body else f"{head}."


def lines(pack: Pack) -> list[str]:
    """The pack, one fact or rule a line, in an order that means nothing."""
    found = []
    for name, f in pack.findings.items():
        kind = f'quantity("{f.unit}")' if f.kind == "quantity" else f.kind
        found += [f"finding({name},{kind}).", f'label({name},"finding {name}").']
        found += [f"choice({name},{v})." for v in f.choices]
        found += [f'range({name},"{f.low}","{f.high}").'] if f.low else []
        found += [f"critical({name})."] if f.critical else []
        found += [f"clock({name})."] if f.clock else []
    found += [text for a in pack.actions for text in (f"action({a}).", f'label({a},"action {a}").')]
    found += [f'source({d},"document {d}").' for d in pack.sources]
    found += [f'context({c},{d},"patients of {c}").' for c, d in pack.contexts.items()]
    for s, (source, kind, strength) in pack.statements.items():
        found += [f"statement({s},{source},{kind},{strength}).", f'locator({s},"section {s}").', f'says({s},"words of {s}").']
    found += ['label(drug_x,"a drug").']
    found += [fact(name, row) for name, rows in sorted(pack.facts.items()) for row in sorted(rows)]
    return [*found, *dict.fromkeys(map(rule, pack.rules))]


def yaml(case: Case, pack: Pack, name: str = "drawn") -> str:
    """The case as a file."""
    found = [f"case: {name}"]
    if case.findings:
        found.append("findings:")
        for finding, value in case.findings.items():
            text = (
                str(value).lower()
                if isinstance(value, bool)
                else value
                if isinstance(value, str)
                else _amount(value, pack.findings[finding])
            )
            found.append(f'  {finding}: "{text}"' if isinstance(value, Span) else f"  {finding}: {text}")
    if case.excluded:
        found += ["excluded:", *(f"  - action: {a}\n    because: reasons" for a in case.excluded)]
    return "\n".join(found) + "\n"


def _amount(span: Span, finding: Finding) -> str:
    unit = "percent" if finding.unit == "percent" else "days"
    assert finding.unit == "percent" or finding.unit in DAYS
    if span.low is not None and span.low == span.high:
        return f"{span.low} {unit}"
    ends = []
    if span.low is not None:
        ends.append(f"{'>=' if span.low_included else '>'} {span.low} {unit}")
    if span.high is not None:
        ends.append(f"{'<=' if span.high_included else '<'} {span.high} {unit}")
    return " and ".join(ends)
