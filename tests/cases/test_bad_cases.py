"""Hostile and mistaken case files: each is refused with one error that names the place and the mend, and never in another way.

`bad/` has one idea a file; `expected.txt` has what people read. After a deliberate change of words: `python tests/cases/test_bad_cases.py`.
"""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path

import pytest
from small_vocabulary import VOCABULARY

from guideline.cases.reading import SIZE_LIMIT, parse_case, read_case
from guideline.errors import CaseError

BAD = Path(__file__).parent / "bad"
EXPECTED = Path(__file__).parent / "expected.txt"
FILES = sorted(BAD.iterdir())


def told(path: Path) -> str:
    with pytest.raises(CaseError) as caught:
        read_case(path, VOCABULARY)
    return str(caught.value).replace(str(path), path.name)


def expected() -> dict[str, str]:
    sections = EXPECTED.read_text(encoding="utf-8").split("== ")[1:]
    return {name: words.strip("\n") for name, _, words in (s.partition("\n") for s in sections)}


def test_every_file_has_its_words() -> None:
    assert sorted(expected()) == [p.name for p in FILES]
    assert len(FILES) >= 30


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_bad_case_is_refused_in_words(path: Path) -> None:
    assert told(path) == expected()[path.name]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_words_follow_the_house_rules(path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        read_case(path, VOCABULARY)
    for problem in caught.value.problems:
        assert problem.place is not None
        assert problem.place.file == str(path)
        assert not problem.message.endswith(".")
        assert not problem.message[0].isupper()
        assert problem.message.isprintable()
        assert len(problem.message) < 250


def test_a_tag_never_executes() -> None:
    told(BAD / "tag_that_executes.yaml")
    assert not Path("/tmp/guideline_was_here").exists()  # noqa: S108 (the path that the hostile file names)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(CaseError, match="100,000,000 bytes; a case may have 1,000,000 bytes"):
            read_case(path, VOCABULARY)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_an_endless_device_is_not_read_to_its_end() -> None:
    with pytest.raises(CaseError, match="too large"):
        read_case("/dev/zero", VOCABULARY)


@pytest.mark.parametrize(
    "text",
    [
        "case: x\nexpect: [" + "1," * (SIZE_LIMIT // 2 - 20) + "]",
        "case: x\nfindings:\n" + "".join(f"  findng_{i}: 1\n" for i in range(9_000)),
        "case: x\nfindings:\n  ? " + "a" * (SIZE_LIMIT - 50) + "\n  : 1\n",
        "case: x\nfindings:\n  pain: " + "9" * (SIZE_LIMIT - 50) + "\n",
        "case: x\nfindings:\n  pain: " + "2 " * (SIZE_LIMIT // 2 - 50) + "\n",
        "case: x\nfindings:\n  pain: '>" + " and >" * (SIZE_LIMIT // 6 - 50) + "'\n",
        "case: x\nexpect: " + "[" * (SIZE_LIMIT - 50),
        '{"case":' + "[" * (SIZE_LIMIT - 50),
        "given(" * (SIZE_LIMIT // 6 - 1),
        '"' * (SIZE_LIMIT - 1),
        "case: x\ntitle: " + "'" * (SIZE_LIMIT - 51) + "\n",
        "x" * (SIZE_LIMIT + 1),
    ],
    ids=lambda t: t[:30],
)
def test_a_file_that_wants_time_is_refused_and_not_waited_for(text: str) -> None:
    # A reading that backtracks would not come back from these in hours.
    with pytest.raises(CaseError):
        parse_case(text, VOCABULARY)


def test_a_directory_a_missing_file_and_an_impossible_name(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="folder"):
        read_case(tmp_path, VOCABULARY)
    (tmp_path / "patient.yaml").write_text("case: x\n")
    with pytest.raises(CaseError, match=r"no such file\n  hint: did you mean `patient.yaml`\?"):
        read_case(tmp_path / "patent.yaml", VOCABULARY)
    with pytest.raises(CaseError, match="cannot be the name of a file"):
        read_case("a\0b", VOCABULARY)


if __name__ == "__main__":
    EXPECTED.write_text("".join(f"== {p.name}\n{told(p)}\n\n" for p in FILES), encoding="utf-8")
    sys.exit(0)
