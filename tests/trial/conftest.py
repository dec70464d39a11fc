"""The small pack of these tests, and how a case is tried without a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from guideline import Pack, load_pack
from guideline.cases.reading import parse_case
from guideline.expectations.expectation import Expectation
from guideline.expectations.reader import read_expectation
from guideline.trial.comparison import Difference, compare

SMALL = Path(__file__).parent / "small"
PATIENTS = {
    "left": "{swelling: true, side: left, pain_duration: 3 days}",
    "late": "{swelling: true, side: right, pain_duration: 3 weeks, numbness: false}",
    "numb": "{swelling: true, side: left, numbness: true}",
    "athlete": "{athlete: true, swelling: false, numbness: false, pain_duration: 3 weeks}",
    "nobody": "{}",
}

Read = Callable[[str, str], Expectation]
Try = Callable[[str, str], list[Difference]]


@pytest.fixture(scope="session")
def small() -> Pack:
    return load_pack(SMALL)


def text_of(patient: str, expect: str) -> str:
    """A case file."""
    body = "".join(f"  {line}\n" for line in expect.splitlines())
    return f"case: {patient}\nfindings: {PATIENTS[patient]}\nexpect:\n{body}"


@pytest.fixture
def read(small: Pack) -> Read:
    """Reads the expectation of a patient from YAML."""

    def reading(patient: str, expect: str) -> Expectation:
        case = parse_case(text_of(patient, expect), small.vocabulary, origin="case.yaml")
        return read_expectation(case, small.vocabulary, small.knowledge)

    return reading


@pytest.fixture
def differences(small: Pack, read: Read) -> Try:
    """What is not as expected of a patient."""

    def trying(patient: str, expect: str) -> list[Difference]:
        wanted = read(patient, expect)
        case = parse_case(text_of(patient, expect), small.vocabulary)
        answer = small.solve(case, marks=wanted.needs_marks, inquire=wanted.needs_inquiry)
        return compare(answer, wanted, small.knowledge)

    return trying


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A copy of the small pack with its cases, to be spoilt."""
    copy = tmp_path / "small"
    shutil.copytree(SMALL, copy)
    return copy


def load(path: Path) -> Any:
    """A YAML file."""
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))
