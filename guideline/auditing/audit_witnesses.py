"""The witnesses of an audit as case files: each, solved, shows what it witnesses, and says so in what it expects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from guideline.auditing.audit import Audit
from guideline.cases.written import case_yaml


def witness_files(audit: Audit) -> Mapping[str, str]:
    """The name of each file, and its text; one for each pair that can collide, and one for each scenario with silence."""
    files: dict[str, str] = {}
    for line in audit.lines:
        for pair in line.pairs:
            c = pair.conflict
            wanted = {"conflicts": [{"kind": c.kind, "statements": list(c.statements)}]}
            files[f"{pair.witness.name}.yaml"] = case_yaml(replace(pair.witness, expect=wanted))
    for silence in audit.unseen.silences:
        heard = {"in_scope": [silence.context], "silent": [silence.source]}
        files[f"{silence.witness.name}.yaml"] = case_yaml(replace(silence.witness, expect=heard))
    return files


__all__ = ["witness_files"]
