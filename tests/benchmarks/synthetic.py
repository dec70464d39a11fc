"""Synthetic packs of any size whose actions, findings and contexts grow with their statements."""

from __future__ import annotations

from pathlib import Path

STATEMENTS_PER_TOPIC = 10
SOURCES = ("alpha", "beta")


def write_pack(folder: Path, statements: int) -> Path:
    """Writes a pack of about so many statements: topics of ten, each with its own findings, actions and scenario.

    In every topic two sources rate, wait, forbid and override, so that each brings scope, criteria, conflicts and a dual rating.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f'source({d}, "Source {d}").' for d in SOURCES]
    for t in range(max(1, statements // STATEMENTS_PER_TOPIC)):
        lines += _topic(t)
    (folder / "pack.lp").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def _topic(t: int) -> list[str]:
    lines = [
        f'finding({f}{t}, boolean). label({f}{t}, "{f} {t}"). question({f}{t}, "Is there {f} {t}?").' for f in ("ill", "flag", "grade")
    ]
    lines += [
        f"critical(flag{t}).",
        f'finding(wait{t}, quantity("day")). clock(wait{t}). range(wait{t}, "0 days", "10 years"). label(wait{t}, "waiting {t}").',
        f'question(wait{t}, "How long was the wait {t}?").',
    ]
    for a in ("care", "care_only", "repair", "drug", "consult"):
        lines.append(f'action({a}{t}). label({a}{t}, "{a} {t}").')
    lines += [
        f"kind_of(care_only{t}, care{t}). exclusive(care_only{t}, repair{t}).",
        f'context(scene{t}, alpha, "scene {t}"). enters(scene{t}) :- has(ill{t}). excludes(scene{t}, flagged{t}) :- has(flag{t}).',
        f'label(flagged{t}, "flag {t}").',
    ]

    def statement(name: str, source: str, content: str, applies: str = "", within: bool = False) -> None:
        body = f" :- {applies}" if applies else ""
        lines.append(
            f'statement({name}{t}, {source}, recommendation, should). locator({name}{t}, "topic {t}"). says({name}{t}, "{name} {t}"). '
            f"{content} applies({name}{t}){body}." + (f" within({name}{t}, scene{t})." if within else "")
        )

    statement("rate_care", "alpha", f"rates(rate_care{t}, care_only{t}, usually_appropriate).", within=True)
    statement("rate_repair", "alpha", f"rates(rate_repair{t}, repair{t}, usually_appropriate).", within=True)
    statement("favour", "alpha", f"prefers(favour{t}, repair{t}, care_only{t}).", f"has(grade{t})", within=True)
    statement("drug_yes", "alpha", f"recommends(drug_yes{t}, drug{t}).", f"has(ill{t}), not has(grade{t})")
    statement("drug_no", "beta", f"opposes(drug_no{t}, drug{t}).", f"has(ill{t}), lacks(flag{t})")
    statement("early", "alpha", f'offers(early{t}, repair{t}). needs(early{t}, repair{t}, at_least(wait{t}, "3 weeks")).', f"has(ill{t})")
    statement("late", "beta", f'offers(late{t}, repair{t}). needs(late{t}, repair{t}, at_least(wait{t}, "3 months")).', f"has(ill{t})")
    statement("first", "beta", f"recommends(first{t}, care{t}).", f"has(ill{t})")
    statement(
        "urgent",
        "beta",
        f"recommends(urgent{t}, consult{t}). opposes(urgent{t}, care{t}). overrides(urgent{t}, first{t}).",
        f"has(flag{t})",
    )
    statement("maybe", "beta", f"permits(maybe{t}, consult{t}).", f"has(ill{t})")
    return lines


def write_case(folder: Path, ill: int) -> Path:
    """A case with the first so many topics ill, a grade in every second, 35 days of waiting, and no word on the flags."""
    rows = ["case: synthetic", "findings:"]
    for t in range(ill):
        rows += [f"  ill{t}: true", f"  wait{t}: 35 days"]
        if t % 2:
            rows.append(f"  grade{t}: true")
    path = folder / "case.yaml"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
