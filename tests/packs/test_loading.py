"""What happens to folders and files before anything in them is understood."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guideline.errors import PackError, Problem
from guideline.packs import compile_packs, core_files, encodings_folder, shipped_pack
from guideline.program import ground

HERE = Path(__file__).parent


def problems(*folders: Path) -> tuple[Problem, ...]:
    with pytest.raises(PackError) as caught:
        compile_packs(list(folders), use_cache=False)
    return caught.value.problems


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    shutil.copytree(HERE / "minimal", tmp_path / "pack")
    return tmp_path / "pack"


def test_folder_missing(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path / "nowhere")
    assert problem.code == "pack-folder"
    assert "does not exist" in problem.message


def test_folder_is_a_file(pack: Path) -> None:
    (problem,) = problems(pack / "pack.lp")
    assert problem.code == "pack-folder"
    assert "is a file" in problem.message


def test_no_folder_at_all() -> None:
    assert [p.code for p in problems()] == ["no-pack"]


def test_folder_without_files(tmp_path: Path) -> None:
    assert [p.code for p in problems(tmp_path)] == ["empty-pack"]


def test_file_with_a_null_character(pack: Path) -> None:
    (pack / "odd.lp").write_bytes(b"% fine\nlabel(fever,\0 1).\n")
    (problem,) = problems(pack)
    assert problem.code == "null-character"
    assert problem.place
    assert problem.place.line == 2


def test_file_that_is_not_utf8(pack: Path) -> None:
    (pack / "odd.lp").write_bytes("% fine\n% café\n".encode("latin-1"))
    (problem,) = problems(pack)
    assert (problem.code, problem.place.line if problem.place else 0) == ("not-utf8", 2)


def test_file_with_a_byte_order_mark(pack: Path) -> None:
    (pack / "odd.lp").write_bytes(b"\xef\xbb\xbfscore(move, walking, 3).\n")
    assert [p.code for p in problems(pack)] == ["byte-order-mark"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser reads everything")
def test_file_that_must_not_be_read(pack: Path) -> None:
    (pack / "odd.lp").touch(mode=0)
    assert [p.code for p in problems(pack)] == ["unreadable-file"]


def test_file_that_is_a_dangling_link(pack: Path) -> None:
    (pack / "odd.lp").symlink_to(pack / "gone.lp")
    assert [p.code for p in problems(pack)] == ["unreadable-file"]


def test_other_files_are_checked_even_so(pack: Path) -> None:
    (pack / "odd.lp").write_bytes(b"\0")
    (pack / "worse.lp").write_text("#show. recommends(move, unheard_of).")
    assert [p.code for p in problems(pack)] == [
        "null-character",
        "show",
    ]  # what is unknown may stand in the file that was not read


def test_one_syntax_error_does_not_hide_the_rest(pack: Path) -> None:
    (pack / "one.lp").write_text("label(fever, ).\nrecommends(move, walkin).\n")
    (pack / "two.lp").write_text("recommends(move walking).\nclock(stage).\n")
    found = [(p.code, Path(p.place.file).name, p.place.line) for p in problems(pack) if p.place]
    assert found == [
        ("syntax", "one.lp", 1),
        ("unknown-action", "one.lp", 2),
        ("syntax", "two.lp", 1),
        ("clock-without-quantity", "two.lp", 2),
    ]


def test_what_a_syntax_error_took_away_is_not_called_missing(pack: Path) -> None:
    (pack / "one.lp").write_text('action(swimming.\nlabel(swimming, "swimming").\noffers(move, swimming).\n')
    assert [p.code for p in problems(pack)] == ["syntax"]


def test_columns_count_characters(pack: Path) -> None:
    (pack / "one.lp").write_text('cites(move, "émigré"). clock(stage).\n', encoding="utf-8")
    (problem,) = problems(pack)
    assert problem.place
    assert problem.place.column == 24


@pytest.mark.parametrize("text", ["ä", '"ä', 'p("ä").', "%* ä", "p :- ä, q.", '"\n"', "#include", "\\", "p(", ":-", "@", "#", "“x”."])
def test_no_text_whatever_ends_the_process(pack: Path, text: str) -> None:
    (pack / "one.lp").write_text(text, encoding="utf-8")
    assert problems(pack)


def test_sub_folders_belong_to_the_pack(pack: Path) -> None:
    (pack / "more").mkdir()
    (pack / "more" / "deep.lp").write_text("clock(stage).")
    assert [p.code for p in problems(pack)] == ["clock-without-quantity"]


def test_same_folder_twice_counts_once(pack: Path) -> None:
    assert compile_packs([pack, pack / "..", pack][:1], use_cache=False) == compile_packs([pack, pack], use_cache=False)


def test_packs_combine_and_equal_declarations_merge(pack: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    shutil.copytree(pack, second)
    (second / "more.lp").write_text('cites(move, "4").')
    compiled = compile_packs([pack, second], use_cache=False)
    assert [name for name, _ in compiled.hashes] == ["pack", "second"]
    assert compiled.knowledge.statements["move"].cites == ("4",)


def test_different_declarations_clash_and_both_places_are_named(pack: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    (second / "more.lp").write_text('% a comment\nsource(guide, "Another guide").')
    (problem,) = problems(pack, second)
    assert problem.code == "given-twice"
    assert problem.place
    assert problem.place.file == str(second / "more.lp")
    assert f"{pack / 'pack.lp'}:" in problem.message


def test_the_shipped_pack_has_no_defect() -> None:
    compile_packs([shipped_pack()], use_cache=False)


def test_core_and_shipped_pack_are_found() -> None:
    assert [path.name for path in core_files()] == sorted(path.name for path in (encodings_folder() / "core").glob("*.lp"))
    assert core_files()
    assert shipped_pack().parent == encodings_folder()


PIECES = [
    '"',
    "%",
    "%*",
    "*%",
    "#include",
    ".",
    ",",
    ";",
    ":-",
    "(",
    ")",
    "ä",
    "\ufeff",
    "“",
    "\\",
    "\n",
    "\f",
    "not ",
    "X",
    "-",
    "@f",
    "{",
    "&a",
]
PIECES += [
    "..",
    "0.5",
    "99999999999",
    "#inf",
    "|",
    "has(",
    "fever",
    "is(",
    '"3 weeks"',
    "/",
    "=",
    "#true",
    "#script (lua)",
    "~",
    "()",
    "(a;b)",
]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damage_to_a_pack_ends_in_anything_but_problems_with_places(data: st.DataObject) -> None:
    text = (HERE / "minimal" / "pack.lp").read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(st.sampled_from(PIECES)) + text[at + data.draw(st.integers(0, 5)) :]
    with TemporaryDirectory() as name:
        (Path(name) / "pack.lp").write_text(text, encoding="utf-8")
        try:
            compiled = compile_packs([Path(name)], use_cache=False)
        except PackError as error:
            assert all(p.place and p.place.line and "<string>" not in str(p) for p in error.problems)  # noqa: PT017 (either outcome is right; an error must name its place)
        else:
            ground([path for path in core_files() if path.name != "decide.lp"], compiled.files, compiled.facts)
