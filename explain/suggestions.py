"""What somebody may have meant who asks in printed words: labels for names, the words of a status, alternatives in small letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from explain.render import phrase
from guideline.contract_schema import STATUSES
from guideline.errors import GuidelineError
from guideline.goal import read_goal
from guideline.pack import Pack

NEAR = 0.8
"""How alike a label has to be (`difflib`) to be taken for what was meant."""
MOST = 3


def suggested(error: GuidelineError, words: str, pack: Pack) -> GuidelineError:
    """The error, with what can be asked for in place of the words as its hint, where they are printed ones."""
    meant = [f"`{goal}`" for goal in _meant(words, pack)]
    if not meant or len(error.problems) > 1:
        return error
    return GuidelineError(replace(error.problems[0], hint=f"write {' or '.join(meant)}"))


def _meant(words: str, pack: Pack) -> list[str]:
    """Goals that the words may mean, as `read_goal` accepts them: what they are the words of, else what they come near to."""
    given = " ".join(words.split())
    denied = given.casefold().startswith("not ")
    found: list[str] = []
    for cutoff in (1.0, NEAR):
        for lead in ("not ", "") if denied else ("",):
            goals = _goals(given[len(lead) :], pack, cutoff)
            found = found or [f"{lead}{goal}" for goal in dict.fromkeys(goals) if _readable(goal, pack)]
    return found[:MOST]


def _goals(words: str, pack: Pack, cutoff: float) -> Iterator[str]:
    first, _, rest = words.partition(" ")
    if first.casefold() == "alternative" and rest:
        letter, _, about = rest.partition(" ")
        actions = _actions(about, pack, cutoff) if about else [""]
        yield from (" ".join(filter(None, ("alternative", letter.upper(), a))) for a in actions)
        return
    for status in STATUSES:
        for printed in (status, status.replace("_", " "), phrase("status", status)):
            if words.casefold().startswith(f"{printed} ".casefold()):
                yield from (f"{status} {a}" for a in _actions(words[len(printed) + 1 :], pack, cutoff))
    yield from _named(words, pack, cutoff)


def _readable(words: str, pack: Pack) -> bool:
    try:
        read_goal(words, pack.vocabulary, pack.knowledge)
    except GuidelineError:
        return False
    return True


def _named(words: str, pack: Pack, cutoff: float) -> list[str]:
    vocabulary, knowledge = pack.vocabulary, pack.knowledge
    labels = [(vocabulary.label(a), a) for a in vocabulary.actions]
    labels += [(c.label, c.name) for c in knowledge.contexts.values()]
    labels += [(text, s.name) for s in knowledge.sources.values() for text in (s.title, vocabulary.labels.get(s.name, "")) if text]
    labels += [(s.says, s.id) for s in knowledge.statements.values()]
    return _by_label(words, labels, cutoff)


def _actions(words: str, pack: Pack, cutoff: float) -> list[str]:
    if words in pack.vocabulary.actions:
        return [words]
    return _by_label(words, [(pack.vocabulary.label(a), a) for a in pack.vocabulary.actions], cutoff)


def _by_label(words: str, labels: list[tuple[str, str]], cutoff: float) -> list[str]:
    """The names whose labels are the words, or come as near as is wanted."""
    known: dict[str, list[str]] = {}
    for label, name in labels:
        known.setdefault(label.casefold().rstrip("."), []).append(name)
    asked = words.casefold().rstrip(".")
    near = ([asked] if asked in known else []) if cutoff == 1 else get_close_matches(asked, known, n=MOST, cutoff=cutoff)
    return [name for label in near for name in known[label]]
