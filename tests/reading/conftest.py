"""The packs of these tests, each loaded once."""

from __future__ import annotations

import pytest
from outputs import JOINT

from guideline import Pack, load_pack


@pytest.fixture(scope="session")
def shipped() -> Pack:
    return load_pack()


@pytest.fixture(scope="session")
def joint() -> Pack:
    return load_pack(JOINT)
