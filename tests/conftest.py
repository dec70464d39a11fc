"""Settings for all tests: hypothesis profiles, and the flag that rewrites golden files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

# A failing example is shown as it was drawn; shrinking one that grounds a pack each time takes minutes: HYPOTHESIS_PROFILE=thorough does.
DRAWN = [Phase.explicit, Phase.reuse, Phase.generate]
settings.register_profile(
    "default", deadline=None, max_examples=60, derandomize=True, phases=DRAWN, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "ci", deadline=None, max_examples=250, derandomize=True, phases=DRAWN, suppress_health_check=[HealthCheck.too_slow]
)
# Some tests draw two thirds of these, as their examples are large: 500 even so.
settings.register_profile(
    "many", deadline=None, max_examples=750, derandomize=True, phases=DRAWN, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write golden files anew; read the diff")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with a golden file, or rewrites the file."""

    def compare(path: Path, text: str) -> None:
        if request.config.getoption("--rewrite-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"{path} is missing: run with --rewrite-golden and read it"
        assert text == path.read_text(encoding="utf-8")

    return compare
