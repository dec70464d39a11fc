"""A new pack: it works as it was written, and is refused where it cannot be."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from outputs import guideline

from guideline import load_pack
from guideline.authoring import TEMPLATE, write_pack
from guideline.errors import GuidelineError, PackError
from guideline.inventory import read_inventory, trace
from guideline.trial.run import try_packs

NAMES = ("ankle_sprain", "a", "a" * 50, "symptom", "referral", "should", "wait_first", "source", "any", "cases", "inventory", "x__1_")
REFUSED = ("", ".", "..", "/x", "a/b", "a.b", "A", "Ankle", "é", "\uff11", "_a", "1a", "a b", "a\n", "a" * 51, "-a", "not", "vocabulary")


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("name", NAMES)
def test_a_new_pack_passes_its_own_checks_under_any_name(name: str, tmp_path: Path) -> None:
    written = write_pack(name, tmp_path)
    assert sorted(p.relative_to(tmp_path).as_posix() for p in written) == sorted(
        f"{name}/{file}" for file in (f"{name}.lp", "vocabulary.lp", "inventory.csv", *(f"cases/{c}.yaml" for c in CASES))
    )
    assert not any("SOURCE" in p.name or b"SOURCE" in p.read_bytes() or b"\r" in p.read_bytes() for p in written)
    home = tmp_path / name
    pack = load_pack(home)
    assert set(pack.knowledge.sources) == {name}
    assert try_packs(pack, [home]).passed
    assert trace(read_inventory(home), pack.knowledge).complete


CASES = ("day_20", "day_21", "no_symptom")


@pytest.mark.parametrize("name", REFUSED)
def test_a_name_that_cannot_be_one_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    with pytest.raises(GuidelineError, match="cannot name a pack") as caught:
        write_pack(name, tmp_path / "into")
    (problem,) = caught.value.problems
    assert problem.code == "pack-name"
    assert problem.hint
    assert "\n" not in problem.message
    assert files(tmp_path) == {}
    assert not (tmp_path / "into").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("folder", "file", "link"):
        with pytest.raises(GuidelineError, match="something of this name is there already, and nothing is overwritten"):
            write_pack(name, tmp_path)
    assert files(tmp_path) == {"file": b"kept"}
    with pytest.raises(GuidelineError, match="the folder cannot be made: not a directory"):
        write_pack("inside", tmp_path / "file")


def test_a_folder_is_made_for_it(tmp_path: Path) -> None:
    write_pack("ankle", tmp_path / "one" / "two")
    assert len(files(tmp_path / "one" / "two" / "ankle")) == 6


@pytest.mark.parametrize(("method", "words"), [("mkdir", "the folder cannot be made"), ("write_text", "the file cannot be written")])
def test_a_disk_that_takes_nothing_is_said_with_the_place(method: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    # A user who may do anything can write to any folder, so the refusal is played.
    monkeypatch.setattr(Path, method, refuse)
    with pytest.raises(GuidelineError, match=f"{words}: read-only file system") as caught:
        write_pack("ankle", tmp_path)
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.file.startswith(str(tmp_path / "ankle"))


def test_two_new_packs_clash_in_the_names_of_their_statements_alone(tmp_path: Path) -> None:
    write_pack("one", tmp_path)
    write_pack("two", tmp_path)
    with pytest.raises(PackError) as caught:
        load_pack(tmp_path / "one", tmp_path / "two")
    assert {p.code for p in caught.value.problems} == {"duplicate-statement"}
    assert [p.message.partition(" is stated")[0] for p in caught.value.problems] == [
        "statement `wait_first`",
        "statement `refer_after_3_weeks`",
    ]
    second = tmp_path / "two" / "two.lp"
    text = second.read_text(encoding="utf-8").replace("wait_first", "wait_second").replace("refer_after_3_weeks", "refer_then")
    second.write_text(text, encoding="utf-8")
    pack = load_pack(tmp_path / "one", tmp_path / "two")
    assert sorted(s.id for s in pack.knowledge.statements.values()) == [
        *("one.refer_after_3_weeks", "one.wait_first", "two.refer_then", "two.wait_second"),
    ]


def test_the_template_is_nothing_but_text() -> None:
    for path in TEMPLATE.rglob("*"):
        if path.is_file():
            path.read_text(encoding="utf-8")
            assert path.suffix in {".lp", ".csv", ".yaml"}


def test_the_command_says_what_it_wrote_and_what_comes_next(tmp_path: Path) -> None:
    run = guideline("new", "pack", "ankle", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    *wrote, following = run.stdout.splitlines()
    assert sorted(line.removeprefix("wrote ") for line in wrote) == sorted(f"ankle/{f}" for f in files(tmp_path / "ankle"))
    assert following == "next: guideline check ankle; guideline test ankle; guideline trace ankle"
    check = guideline("check", "--strict", "ankle", cwd=tmp_path)
    assert (check.returncode, check.stderr) == (0, ""), check.stdout
    for command in following.removeprefix("next: guideline ").split("; guideline "):
        run = guideline(*command.split(), cwd=tmp_path)
        assert (run.returncode, run.stderr) == (0, ""), run.stdout
    again = guideline("new", "pack", "ankle", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (1, "")
    assert again.stderr.startswith("error: ankle: something of this name is there already")
