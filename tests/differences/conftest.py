"""The patients of small packs are enumerated as for the audit: `enumerated` stands there."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "auditing"))
