"""Reports of many cases at once, with an index; a case that cannot be read does not stop the rest."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from explain.render import render
from explain.report.notices import altered
from explain.report.produce import Options, produce
from explain.views.labels import Labels
from guideline.cases.reading import read_case, read_text
from guideline.errors import CaseError, GuidelineError, Place, Problem
from guideline.pack import Pack, load_pack
from guideline.standing import PAIR

INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Written:
    """One case of a batch: the report that was written, or why there is none.

    Attributes:
        origin: path of the case, as given.
        file: name of the report in the folder, empty where there is none.
        title, case, date: of the case.
        contested: labels of what is to be decided.
        critical: how many critical findings are to be asked for.
        asked: how many findings are to be asked for.
        error: what is wrong, empty where nothing is.
        stale: name of a file in the folder that a report of the case would have, and that is not of the case as it is now.
        notices: what makes the answers of the batch others than those of the whole pack.
        unset: characters of the report that no font of the machine has.
    """

    origin: str
    file: str = ""
    title: str = ""
    case: str = ""
    date: str = ""
    contested: tuple[str, ...] = ()
    critical: int = 0
    asked: int = 0
    error: str = ""
    stale: str = ""
    notices: tuple[str, ...] = ()
    unset: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """What the index page prints: a row for each case, the time of making, and folders without a case."""

    rows: tuple[Written, ...]
    time: str
    lost: tuple[Written, ...] = ()

    @property
    def failed(self) -> tuple[Written, ...]:
        """The cases without a report."""
        return tuple([r for r in self.rows if r.error])

    @property
    def notices(self) -> tuple[str, ...]:
        """What makes the answers others than those of the whole pack: the same for each case."""
        return next((r.notices for r in self.rows if not r.error), ())

    @property
    def alike(self) -> frozenset[str]:
        """Names that more than one case has: their rows are told apart by the file."""
        count = Counter(r.case for r in self.rows)
        return frozenset([name for name, n in count.items() if n > 1])


def cases_in(paths: Iterable[Path]) -> tuple[list[Path], list[Written]]:
    """The files of cases that paths name, and the folders that name none.

    A folder stands for all that is called as a YAML or JSON file in it, by name: what of that is no file, or leads nowhere, is listed with
    its error as any case that cannot be read.

    Raises:
        GuidelineError: two cases would get the same name of a report.
    """
    found: list[Path] = []
    lost: list[Written] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() in {".yaml", ".yml", ".json"})
        except OSError as error:
            lost.append(Written(str(path), error=f"{path}: the folder cannot be read: {(error.strerror or str(error)).lower()}"))
            continue
        if not inside:
            lost.append(Written(str(path), error=f"{path}: the folder holds no case (*.yaml, *.yml or *.json)"))
        found += inside
    seen: dict[str, Path] = {}
    for path in found:
        # Some file systems do not tell capitals from small letters.
        stem = path.stem.casefold()
        if stem == Path(INDEX).stem:
            raise GuidelineError(Problem("same-name", "its report would be named as the index; rename the case file", Place(str(path))))
        if stem in seen:
            message = f"its report would be named as that of {seen[stem]}"
            raise GuidelineError(Problem("same-name", message, Place(str(path)), "rename one, or write them to different folders"))
        seen[stem] = path
    return found, lost


def batch(
    paths: Sequence[Path],
    packs: Sequence[Path],
    target: Path,
    options: Options,
    *,
    lost: Sequence[Written] = (),
    jobs: int = 1,
    command: Sequence[str] = (),
    progress: Callable[[], None] = lambda: None,
) -> Index:
    """Writes a report of each case, and an index.

    Args:
        paths: of the cases, no two with the same name; see `cases_in`.
        packs: folders of packs; none for the shipped one.
        target: an existing folder.
        options: of the reports.
        lost: folders that name no case, for the index; see `cases_in`.
        jobs: processes that work at once; the reports are the same for any number.
        command: words of the command line that reproduces a report, but for the case and the target.
        progress: told after each case.

    Raises:
        GuidelineError: the pack or a template is at fault, which is so for every case.
    """
    work = [(path, target, options, tuple(command)) for path in paths]
    rows: dict[int, Written] = {}
    if jobs <= 1:
        pack = load_pack(*packs)
        for number, item in enumerate(work):
            rows[number] = _write(pack, *item)
            progress()
    else:
        for number, row in _shared(work, packs, jobs):
            rows[number] = row
            progress()
    index = Index(tuple([rows[n] for n in range(len(work))]), options.time, tuple(lost))
    (target / INDEX).write_text(render(index, "index html"), encoding="utf-8", newline="\n")
    return index


Item = tuple[Path, Path, Options, tuple[str, ...]]


def _shared(work: Sequence[Item], packs: Sequence[Path], jobs: int) -> Iterator[tuple[int, Written]]:
    """The rows as they come, with few cases waiting at a time."""
    # Threads of the solver and of the drawing library do not survive a fork.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_open, initargs=(tuple(packs),)) as pool:
        waiting: dict[Future[Written], int] = {}
        todo = iter(enumerate(work))
        while True:
            for number, item in todo:
                waiting[pool.submit(_write_with_own, *item)] = number
                if len(waiting) >= 4 * jobs:
                    break
            if not waiting:
                return
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in sorted(done, key=lambda f: waiting[f]):
                yield waiting.pop(future), future.result()


_own: list[Pack] = []


def _open(packs: tuple[Path, ...]) -> None:
    """Gives a process its pack."""
    _own[:] = [load_pack(*packs)]
    # The pack stays; and a case makes many values with hardly a circle among them: to look for circles as often as usual takes a
    # tenth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _write_with_own(path: Path, target: Path, options: Options, command: tuple[str, ...]) -> Written:
    return _write(_own[0], path, target, options, command)


def _write(pack: Pack, path: Path, target: Path, options: Options, command: tuple[str, ...]) -> Written:
    file = f"{path.stem}.{options.form}"
    goal = target / file

    def failed(error: str) -> Written:
        # It may be somebody's: it is named, and left where it is.
        stale = file if goal.is_file() and not _same(goal, path) else ""
        return Written(str(path), error=error, stale=stale)

    try:
        case = read_case(path, pack.vocabulary)
        text = read_text(path)
    except GuidelineError as error:
        return failed(str(error))
    if _same(goal, path):
        return failed(f"{goal}: the report would overwrite its case")
    line = [*command, str(path), "-o", file] if command else []
    try:
        made, answer = produce(case, pack, options, command=line, text=text)
    except CaseError as error:
        # What a record contradicts is known only when it is solved; all other errors are of the pack or the options, and so of every case.
        return failed(str(error))
    try:
        goal.write_bytes(made.made)
    except OSError as error:
        return failed(f"{goal}: cannot be written: {(error.strerror or str(error)).lower()}")
    labels, statements = Labels(pack.vocabulary, pack.knowledge, {}), pack.knowledge.statements
    return Written(
        origin=str(path),
        file=file,
        title=case.title.strip(),
        case=case.name,
        date=case.date,
        contested=tuple([" / ".join(labels.about(n) for n in d.subject.split(PAIR)) for d in answer.decisions]),
        critical=sum(a.critical for a in answer.ask),
        asked=len(answer.ask),
        notices=tuple([n.words for n in altered([f"{statements[s].source}.{s}" for s in answer.without], answer.policy)]),
        unset=made.unset,
    )


def _same(goal: Path, path: Path) -> bool:
    return goal.resolve() == path.resolve()
