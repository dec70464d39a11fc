"""What a check of the lint is: a code, what it looks for and why, and how it finds it; and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from guideline.errors import Place
from guideline.packs import Compiled


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that a check has found.

    Attributes:
        subject: the name that the pack accepts it by: of a finding, a statement, a file.
        message: in the form of the messages of defects.
        place: where it stands.
        hint: how to mend it.
    """

    subject: str
    message: str
    place: Place | None
    hint: str


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a pack without defects.

    Attributes:
        code: its name, `unused-finding`; a pack writes it with underscores in `accepts`.
        what: what it looks for, in one line.
        why: why that deserves a look, in one line.
        find: all that it finds in the packs.
    """

    code: str
    what: str
    why: str
    find: Callable[[Compiled], Iterable[Remark]]

    @property
    def word(self) -> str:
        """The code as a pack spells it: names have no hyphens."""
        return self.code.replace("-", "_")
