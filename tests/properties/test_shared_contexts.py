"""Conflicts that hang on contexts: every way in which two statements of one source, or of two, share contexts or do not."""

from __future__ import annotations

from itertools import product

import pytest
from reference import records
from reference.records import Case, Rule
from reference.solver import World
from test_against_reference import engine, load, reference

WHERE = ((), ("ward",), ("home",), ("home", "ward"))


@pytest.mark.parametrize("words", [("usually_appropriate", "usually_appropriate"), ("may_be_appropriate", "usually_appropriate")])
@pytest.mark.parametrize("outside", [(), ("home",)])
def test_every_way_to_share_contexts(words: tuple[str, str], outside: tuple[str, ...]) -> None:
    pack = records.Pack({}, ["one", "other", "kind"], ["guide"], {"ward": "guide", "home": "guide"}, {})
    pack.facts["exclusive"] = {("one", "other")}
    pack.facts["kind_of"] = {("kind", "one")}
    for action, contexts in product(("one", "other", "kind"), WHERE):
        name = "_".join(("s", action, *contexts))
        pack.statements[name] = ("guide", "recommendation", "should")
        pack.facts["within"] |= {(name, c) for c in contexts}
        pack.facts["rates"].add((name, action, words[action == "one"]))
        pack.rules.append(Rule(("applies", name)))
    pack.rules += [Rule(("enters", c)) for c in pack.contexts] + [Rule(("excludes", c, "left_out")) for c in outside]
    kinds = {row[0] for row in World(pack, Case({}).tests(pack)).conflicts}
    assert kinds == ({"co_appropriate"} if words[0] == words[1] else {"degree"})
    assert engine(load(pack), pack, Case({})) == reference(pack, Case({}))
