"""The head that every JSON document of the engine begins with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from guideline import __version__


def document(schema: str, packs: Iterable[tuple[str, str]] | None = None, /, **parts: Any) -> dict[str, Any]:
    """A document as plain values for `json.dumps`.

    Args:
        schema: its name and version, such as `guideline.answer/1`.
        packs: name and SHA-256 of each pack; None where no pack could be loaded.
        parts: what the document says.
    """
    head: dict[str, Any] = {"schema": schema, "engine": {"name": "guideline-engine", "version": __version__}}
    if packs is not None:
        head["packs"] = [{"name": name, "sha256": digest} for name, digest in packs]
    return head | parts
