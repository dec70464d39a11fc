"""Templates of a site have bounds on steps, sizes, memory and time; what templates commonly do is within them."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
from report_pages import ORCHARD, SPRING, opened, reported
from site_folder import EXTENDS, fault, html, write

from explain.report.content import Report


@pytest.fixture(scope="module")
def spring() -> Report:
    return reported(SPRING, opened(ORCHARD))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    return folder


GREEDY = [
    "{{ 'a' * 10 ** 10 }}",
    "{{ [0] * 10 ** 10 }}",
    "{{ 10 ** (10 ** 10) }}",
    "{{ 9 ** (9 ** 9) }}",
    "{{ 'x'|center(10 ** 10) }}",
    "{{ 'x'.center(10 ** 10) }}",
    "{{ 'x'.zfill(10 ** 10) }}",
    "{{ 'x\ny'|indent(10 ** 10) }}",
    "{{ '%10000000000d' % 1 }}",
    "{{ '%*d' % (10 ** 10, 1) }}",
    "{{ '{:10000000000}'.format(1) }}",
    "{{ '{:{}}'.format(1, 10 ** 10) }}",
    "{{ '%10000000000d'|format(1) }}",
    "{{ [1]|batch(10 ** 10, 'x')|list }}",
    "{{ []|slice(10 ** 10)|list }}",
    "{{ (5).to_bytes(10 ** 10) }}",
    "{{ 1.5|round(10 ** 9) }}",
    "{% set x = 'a' * 10 ** 6 %}{{ x.replace('a', x) }}",
    "{% set x = 'a' * 10 ** 6 %}{{ x|join(x) }}",
    "{% set n = namespace(x='ab') %}{% for i in range(90) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
    "{% set n = namespace(x='ab') %}{% for i in range(90) %}{% set n.x = n.x + n.x %}{% endfor %}",
    "{% set n = namespace(x='ab') %}{% for i in range(90) %}{% set n.x %}{{ n.x }}{{ n.x }}{% endset %}{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999) if range(99999)|sum < 0 %}{% endfor %}",
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(90) }}",
]


MEMORY = 300_000
"""By how many KiB the most that the process ever held may grow; texts made on the way are let go of again."""


@pytest.mark.parametrize("greedy", GREEDY)
def test_a_template_that_would_take_all_there_is_is_stopped(
    greedy: str, spring: Report, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explain.site_templates.STEPS", 100_000)
    monkeypatch.setattr("explain.site_templates.CHARACTERS", 10_000_000)
    monkeypatch.setattr("explain.site_templates.SECONDS", 4.0)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    said = fault(spring, write(site, EXTENDS + "{% block letterhead %}" + greedy + "{% endblock %}"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held < MEMORY
    assert "too large" in said or "it takes more than" in said or "it makes more than" in said
    assert f"{site / 'report.html.j2'}" in said


def test_what_templates_commonly_do_is_within_the_bounds(spring: Report, site: Path) -> None:
    common = (
        "{{ '-' * 40 }} {{ 2 * 3 }} {{ 2 ** 10 }} {{ 2 * 1.5 }} {{ 'x'|center(30) }} {{ '%05d' % 1234567 }} {{ '{:>8}'.format(12) }} "
        "{{ ['a', 'b']|join(', ') }} {{ [3, 1]|sort|first }} {{ 'a b'.replace('a', 'c') }} {{ 9999999|default(1) }} {{ 'x\ny'|indent(4) }}"
    )
    text = html(spring, write(site, EXTENDS + "{% block letterhead %}" + common + "{% endblock %}"))
    assert "1234567" in text
    assert "c b" in text
