"""The report of an audit: its passages as sections with folds, the matrix of sources, and the windows of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from explain.corpus.audit_matrix import tell_matrix
from explain.corpus.audit_telling import say, tell_head, tell_rest
from explain.render import phrase
from explain.report.content import Made
from explain.report.pictures import Picture
from explain.report.source_matrix import source_matrix
from explain.report.windows import windows
from explain.telling import Line, Passage
from explain.views.labels import Labels
from guideline import __version__
from guideline.auditing.audit import Audit
from guideline.model import Source
from guideline.pack import Pack


@dataclass(frozen=True, slots=True)
class Fold:
    """A line with what stands below it, whose depths begin at 0 again."""

    line: Line
    below: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A passage of the audit, its lines folded: `id` is unique in the report; `picture` shows what its lines say."""

    id: str
    passage: Passage
    folds: tuple[Fold, ...]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All that the templates of an audit's report print.

    Attributes:
        names: of the packs.
        made: when and how.
        engine: version.
        packs: name and SHA-256 of each pack.
        sections: the head first.
        windows: of each disagreement of timing.
        sources: documents of the packs.
        labels: name of each source to its label in few words.
    """

    names: tuple[str, ...]
    made: Made
    engine: str
    packs: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    windows: tuple[Picture, ...]
    sources: tuple[Source, ...]
    labels: Mapping[str, str]


def audit_report(audit: Audit, pack: Pack, made: Made | None = None) -> AuditReport:
    """Everything that the report of an audit prints; every pair and every row is in it.

    Args:
        audit: of the pack.
        pack: that was audited.
        made: what is said of how the report was made.
    """
    labels = Labels(pack.vocabulary, pack.knowledge, audit.groups)
    hashes = tuple(pack.compiled.hashes)
    between = tell_matrix(audit)
    passages = [_head(audit, labels), *([between] if between.lines else []), *tell_rest(audit, labels, full=True)]
    names = sorted(pack.knowledge.sources)
    matrix = source_matrix(audit.matrix(), {name: labels.source(name) for name in names})
    return AuditReport(
        names=tuple([name for name, _ in hashes]),
        made=made or Made(),
        engine=__version__,
        packs=hashes,
        sections=tuple(
            [Section(f"part-{n}", p, tuple(_folds(p.lines)), matrix if p is between else None) for n, p in enumerate(passages, 1)]
        ),
        windows=tuple(_windows(audit, labels)),
        sources=tuple([pack.knowledge.sources[name] for name in names]),
        labels={name: labels.source(name) for name in names},
    )


def _head(audit: Audit, labels: Labels) -> Passage:
    """The counts, under the heading of a report and without what is said to who types commands."""
    head = tell_head(audit, labels, full=True)
    return replace(head, head=phrase("section", "summary", book="report"), remark=head.remark.removesuffix(say("further", True)).strip())


def _folds(lines: tuple[Line, ...]) -> Iterator[Fold]:
    starts = [n for n, line in enumerate(lines) if not line.depth]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        below = [Line(x.text, x.depth - 1, x.place, x.tone) for x in lines[start + 1 : end]]
        yield Fold(lines[start], tuple(below))


def _windows(audit: Audit, labels: Labels) -> Iterator[Picture]:
    for number, line in enumerate(audit.conflicts.lines, 1):
        if "timing" in line.kinds:
            picture = windows(line.subject, line.camps, labels, number)
            if picture:
                yield picture
