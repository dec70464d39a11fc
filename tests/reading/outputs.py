"""What a command prints, and whether its schema takes it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
from rich.console import Console

from guideline.knowledge_schema import SCHEMAS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
JOINT = HERE / "joint"
GOLDEN = HERE / "golden"
_VALIDATORS = {what: jsonschema.Draft202012Validator(schema) for what, schema in SCHEMAS.items()}


def printed(show: Callable[[Console], None], width: int = 80) -> str:
    """What is printed on a console of a fixed width."""
    out = io.StringIO()
    show(Console(file=out, width=width, highlight=False))
    return out.getvalue()


def valid(what: str, document: Any) -> Any:
    """The document as it is read back from JSON, once its schema has taken it."""
    read = json.loads(json.dumps(document))
    _VALIDATORS[what].validate(read)
    return read


def guideline(*words: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """The command line in a process of its own."""
    code = "from guideline.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
