"""A guideline engine that explains itself: `load_pack`, `read_case`, and `Pack.solve`.

from guideline import load_pack, read_case
pack = load_pack()                                    # the shipped pack, or load_pack("folder")
answer = pack.solve(read_case("case.yaml", pack))
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guideline.answer import Answer
    from guideline.errors import CaseError, GuidelineError, PackError
    from guideline.model import Case
    from guideline.pack import Pack, load_pack

__version__ = "0.1.0"
__all__ = ["Answer", "Case", "CaseError", "GuidelineError", "Pack", "PackError", "__version__", "load_pack", "read_case"]

_HOMES = {
    "Answer": "answer",
    "Case": "model",
    "CaseError": "errors",
    "GuidelineError": "errors",
    "Pack": "pack",
    "PackError": "errors",
    "load_pack": "pack",
}


def read_case(path: str | Path, pack: Pack) -> Case:
    """Reads one case (YAML, JSON, or `.lp` with `given/1` facts) against the vocabulary of a pack.

    Raises:
        CaseError: with every problem of the file, each at its line.
    """
    from guideline.cases.reading import read_case as read  # noqa: PLC0415 (`import guideline` must not wait for YAML and units)

    return read(path, pack.vocabulary)


def __getattr__(name: str) -> Any:
    """Imports public names when they are first used, so that `guideline --help` does not wait for a solver."""
    if name in _HOMES:
        return getattr(import_module(f"guideline.{_HOMES[name]}"), name)
    raise AttributeError(name)
