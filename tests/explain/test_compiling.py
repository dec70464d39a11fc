"""The package's own templates are compiled without detours, and print what jinja2 would print of them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup, escape

from explain.compiling import PlainEnvironment

TEMPLATES = {
    "words": "{% macro one(x, more='and <more>') %}{{ x.name }} {{ more }}{% endmacro %}{% macro two(xs) %}"
    "{% for x in xs %}{{ one(x) }}; {{ one(x, x.rest) }}{% if not loop.last %} | {% endif %}{% endfor %}{% endmacro %}",
    "page": "{% import 'words' as w %}<p>{{ w.two(xs) }} {{ w.one(xs[0], more='by & name') }} {{ xs|length }}</p>",
    "child": "{% extends 'base' %}{% block order %}a{% endblock %}",
    "base": "{% block order %}{% endblock %}-{{ self.order() }}",
    "missing": "{{ x.nowhere }}",
}
HOSTILE = [SimpleNamespace(name="<b>", rest=Markup("<i>kept</i>")), SimpleNamespace(name="a & b", rest='"')]


def made(kind: type[Environment]) -> Environment:
    return kind(loader=DictLoader(TEMPLATES), autoescape=True, finalize=lambda x: x if isinstance(x, Markup) else escape(str(x)))


@pytest.mark.parametrize(("name", "known"), [("page", {"xs": HOSTILE}), ("child", {})])
def test_the_same_is_printed_and_escaped_once(name: str, known: dict[str, object]) -> None:
    printed = made(PlainEnvironment).get_template(name).render(known)
    assert printed == made(Environment).get_template(name).render(known)
    assert "<b>" not in printed


def test_user_text_is_escaped_inside_macros_and_markup_is_kept() -> None:
    printed = made(PlainEnvironment).get_template("page").render(xs=HOSTILE)
    assert "&lt;b&gt; and &lt;more&gt;; &lt;b&gt; <i>kept</i> | a &amp; b and &lt;more&gt;; a &amp; b &#34;" in printed


def test_an_attribute_that_is_not_there_is_an_error_and_never_an_empty_place() -> None:
    with pytest.raises(AttributeError, match="nowhere"):
        made(PlainEnvironment).get_template("missing").render(x=SimpleNamespace())
