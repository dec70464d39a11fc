"""Trying a pack against its own cases: finds them, solves each, and compares the answers with what the cases expect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from guideline.cases.reading import read_case
from guideline.errors import CaseError, GuidelineError, Place, Problem, closest, quoted
from guideline.expectations.expectation import Expectation, Verdict
from guideline.expectations.reader import read_expectation
from guideline.model import Case
from guideline.pack import Pack
from guideline.packs import shipped_pack
from guideline.trial.absence import closed_contexts
from guideline.trial.comparison import Difference, compare
from guideline.trial.coverage import Coverage, Covered, Gap, Shown, coverage, gaps
from guideline.trial.coverage_exceptions import FILE, CoverageException, read_exceptions, unneeded

NOTHING = Expectation()


@dataclass(frozen=True, slots=True)
class Tried:
    """One case file and how it came out. `name` is the name of its file where the case could not be read."""

    folder: str
    file: str
    name: str
    problems: tuple[Problem, ...] = ()
    """Why it could not be tried."""
    differences: tuple[Difference, ...] = ()
    expectation: Expectation = NOTHING
    in_force: frozenset[str] = frozenset()
    out_of_scope: frozenset[str] = frozenset()
    """Statements of which no context takes the patient in."""

    @property
    def broken(self) -> bool:
        """Whether it could not be tried."""
        return bool(self.problems)

    @property
    def passed(self) -> bool:
        """Whether it came out as expected."""
        return not self.problems and not self.differences

    @property
    def verdicts(self) -> tuple[tuple[Verdict, tuple[Difference, ...]], ...]:
        """Each verdict of the case, with what speaks against it."""
        return tuple(
            (v, tuple(d for d in self.differences if d.key == "verdict" and d.place == self.expectation.place(v.path)))
            for v in self.expectation.verdicts
        )


@dataclass(frozen=True, slots=True)
class Trial:
    """The cases of one or more packs, tried together.

    Attributes:
        folders: of the packs.
        cases: those that were tried, by folder and file.
        untried: how many were not, as they were not asked for or an earlier one failed.
        coverage: None where it was not asked for, and where cases are untried.
        exceptions: accepted gaps of the coverage.
        gaps: gaps that nobody accepted; they count as failures where `strict`.
        strict: whether a pack lists exceptions, and is thereby held to them.
        problems: what is wrong beside single cases: a pack without cases, a list of exceptions that is wrong or not needed.
    """

    folders: tuple[str, ...]
    cases: tuple[Tried, ...]
    untried: int = 0
    coverage: Coverage | None = None
    exceptions: tuple[CoverageException, ...] = ()
    gaps: tuple[Gap, ...] = ()
    strict: bool = False
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.problems and all(c.passed for c in self.cases) and not (self.strict and self.gaps)


def case_files(folder: str | Path) -> list[Path]:
    """The case files of a pack: `cases/**/*.yaml` but for the list of exceptions from coverage, sorted by their place in it."""
    home = Path(folder) / "cases"
    found = (p for p in home.rglob("*.yaml") if p.is_file() and p != home / FILE)
    return sorted(found, key=lambda p: p.relative_to(home).as_posix())


def try_case(path: str | Path, pack: Pack, folder: str | Path = "") -> Tried:
    """Solves one case file and compares the answer with what the file expects; a case that cannot be tried says why."""
    tried = Tried(str(folder), str(path), Path(path).stem)
    try:
        case = read_case(path, pack.vocabulary)
    except CaseError as error:
        return replace(tried, problems=error.problems)
    return _compared(replace(tried, name=case.name), case, pack)


def _compared(tried: Tried, case: Case, pack: Pack) -> Tried:
    try:
        wanted = read_expectation(case, pack.vocabulary, pack.knowledge)
        # Marks and questions take ten times as long as the rest.
        answer = pack.solve(case, marks=wanted.needs_marks, inquire=wanted.needs_inquiry)
    except GuidelineError as error:
        return replace(tried, problems=error.problems)
    found = compare(answer, wanted, pack.knowledge)
    if wanted.empty:
        found = [Difference("expect", "", "", "the case expects nothing, and so tries nothing", Place(tried.file))]
    left = frozenset(s for s in pack.knowledge.statements if closed_contexts(s, answer, pack.knowledge))
    return replace(tried, differences=tuple(found), expectation=wanted, in_force=frozenset(answer.in_force), out_of_scope=left)


def try_packs(
    pack: Pack, folders: Sequence[str | Path] = (), *, names: Sequence[str] = (), count: bool = True, stop: bool = False
) -> Trial:
    """Tries the cases of packs.

    Args:
        pack: the packs, combined.
        folders: of the same packs; the shipped one without any.
        names: patterns (`*`, `?`, `[ab]`) for the names of cases or of their files; all cases without any.
        count: whether to count coverage.
        stop: whether to stop at the first case that does not come out as expected.

    Raises:
        GuidelineError: a pattern fits no case.
    """
    homes = list({Path(f).resolve(): str(f) for f in reversed(folders or [shipped_pack()])}.values())[::-1]
    problems = [Problem("no-cases", "the pack has no cases", Place(h), "add `cases/NAME.yaml`") for h in homes if not case_files(h)]
    files = [(home, path) for home in homes for path in case_files(home)]
    cases: list[Tried] = []
    for tried in _chosen(files, names, pack):
        cases.append(tried)
        if stop and not tried.passed:
            break
    untried = len(files) - len(cases)
    problems += _twice(cases)
    problems += _verdicts(cases)
    made = Trial(tuple(homes), tuple(cases), untried, problems=tuple(problems))
    return _counted(made, pack) if count and not untried and files else made


def cases_of(statement: str, pack: Pack, folders: Sequence[str | Path] = ()) -> Covered | None:
    """The cases of packs in which one statement is in force, in which it is not, and whose expectation names it; None without cases."""
    counted = try_packs(pack, folders).coverage
    return next((c for c in counted.statements if c.statement == statement), None) if counted else None


def _chosen(files: Sequence[tuple[str, Path]], names: Sequence[str], pack: Pack) -> Iterator[Tried]:
    """The cases that the patterns ask for, one after the other."""
    if not names:
        yield from (try_case(path, pack, home) for home, path in files)
        return
    chosen: list[tuple[str, Path, str]] = []
    known: set[str] = set()
    for home, path in files:
        try:
            name = read_case(path, pack.vocabulary).name
        except CaseError:
            name = path.stem
        known |= {name, path.stem}
        if any(fnmatchcase(n, pattern) for n in (name, path.stem) for pattern in names):
            chosen.append((home, path, name))
    idle = [p for p in names if not any(fnmatchcase(n, p) for n in known)]
    if idle:
        raise GuidelineError(Problem("unknown-case", f"no case is called {quoted(p)}", hint=closest(p, known)) for p in idle)
    yield from (try_case(path, pack, home) for home, path, _ in chosen)


def _twice(cases: Sequence[Tried]) -> Iterator[Problem]:
    """Cases that share a name."""
    first: dict[str, str] = {}
    for tried in cases:
        if tried.name in first:
            words = f"`{tried.name}` is also the name of the case in {first[tried.name]}"
            yield Problem("duplicate", words, Place(tried.file), "give each case a name of its own")
        first.setdefault(tried.name, tried.file)


def _verdicts(cases: Sequence[Tried]) -> Iterator[Problem]:
    """Entries that one case judges otherwise than another."""
    first: dict[str, tuple[Verdict, str]] = {}
    for tried in cases:
        for verdict in tried.expectation.verdicts:
            judged, where = first.setdefault(verdict.entry, (verdict, tried.name))
            if (judged.status, judged.listed) != (verdict.status, verdict.listed):
                words = f"`{verdict.entry}` is judged {verdict.status} here and {judged.status} by the case {where}"
                if judged.status == verdict.status:
                    words = f"`{verdict.entry}` is said to be listed otherwise by the case {where}"
                yield Problem("contradiction", words, tried.expectation.place(verdict.path), "one tension has one verdict")


def _counted(trial: Trial, pack: Pack) -> Trial:
    """With coverage, and what is to be said of its gaps."""
    solved = [Shown(c.name, c.in_force, c.out_of_scope, c.expectation) for c in trial.cases if not c.broken]
    counted = coverage(solved, pack.knowledge)
    problems: list[Problem] = []
    exceptions: list[CoverageException] = []
    strict = False
    for home in trial.folders:
        path = Path(home) / "cases" / FILE
        if path.exists():
            strict = True
            exceptions += read_exceptions(path, pack.knowledge, problems)
    open_gaps = gaps(counted)
    whole = all(not c.broken for c in trial.cases)
    if whole:
        problems += unneeded(exceptions, counted)
    accepted = {(e.statement, e.never) for e in exceptions}
    return replace(
        trial,
        coverage=counted,
        exceptions=tuple(exceptions),
        gaps=tuple(g for g in open_gaps if (g.statement, g.never) not in accepted),
        strict=strict and whole,
        problems=(*trial.problems, *problems),
    )
