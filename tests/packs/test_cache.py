"""The cache of compiled packs: it saves time and is never trusted further than the files of this user."""

from __future__ import annotations

import os
import pickle
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from guideline import kept, packs
from guideline.packs import Compiled, compile_packs, shipped_pack

MINIMAL = Path(__file__).parent / "minimal"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("GUIDELINE_CACHE", raising=False)
    return tmp_path / "cache" / "guideline-engine"


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    made: list[object] = []
    compile_anew = packs._compile

    def count(*arguments: object) -> Compiled:
        made.append(arguments)
        return compile_anew(*arguments)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(packs, "_compile", count)
    return made


def entries(cache: Path) -> list[Path]:
    return sorted(cache.glob("*"))


def test_second_call_reads_what_the_first_has_kept(cache: Path, compilations: list[object]) -> None:
    assert compile_packs([MINIMAL]) == compile_packs([MINIMAL])
    assert len(compilations) == 1
    (entry,) = entries(cache)
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600


def test_changed_content_is_compiled_anew(cache: Path, compilations: list[object], tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(MINIMAL, folder)
    compile_packs([folder])
    before = (folder / "pack.lp").stat()
    text = (folder / "pack.lp").read_text(encoding="utf-8")
    (folder / "pack.lp").write_text(text.replace("A guide", "B guide"), encoding="utf-8")
    os.utime(folder / "pack.lp", ns=(before.st_atime_ns, before.st_mtime_ns))  # the content counts, not the clock
    assert compile_packs([folder]).knowledge.sources["guide"].title == "B guide"
    assert len(compilations) == len(entries(cache)) == 2


def test_same_pack_elsewhere_has_its_own_places(cache: Path, tmp_path: Path) -> None:
    shutil.copytree(MINIMAL, tmp_path / "pack")
    compile_packs([MINIMAL])
    assert compile_packs([tmp_path / "pack"]).files == (str(tmp_path / "pack" / "pack.lp"),)
    assert len(entries(cache)) == 2


@pytest.mark.parametrize("content", [b"", b"nonsense", pickle.dumps("not a pack"), b"\x80\x05cposix\nnowhere\n."])
def test_an_entry_that_cannot_be_read_is_made_anew(cache: Path, compilations: list[object], content: bytes) -> None:
    expected = compile_packs([MINIMAL])
    (entry,) = entries(cache)
    entry.write_bytes(content)
    assert compile_packs([MINIMAL]) == expected
    assert compile_packs([MINIMAL]) == expected
    assert len(compilations) == 2


def test_an_entry_that_others_can_write_is_not_read(cache: Path, compilations: list[object]) -> None:
    compile_packs([MINIMAL])
    (entry,) = entries(cache)
    entry.chmod(0o666)
    compile_packs([MINIMAL])
    assert len(compilations) == 2


def test_a_folder_that_others_can_write_is_not_used(cache: Path, compilations: list[object]) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    compile_packs([MINIMAL])
    compile_packs([MINIMAL])
    assert len(compilations) == 2
    assert entries(cache) == []


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
def test_an_entry_of_another_user_is_not_read(cache: Path, compilations: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    compile_packs([MINIMAL])
    someone_else = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: someone_else)
    compile_packs([MINIMAL])
    assert len(compilations) == 2
    assert len(entries(cache)) == 1


def test_failing_to_write_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, where a folder is wanted")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert compile_packs([MINIMAL]).knowledge.statements


@pytest.mark.parametrize("word", ["off", "OFF"])
def test_it_can_be_turned_off(cache: Path, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("GUIDELINE_CACHE", word)
    compile_packs([MINIMAL])
    assert not cache.exists()


def aged(cache: Path, name: str, days: int) -> Path:
    """A file of the cache that was last used some days ago."""
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = cache / name
    path.write_bytes(b"")
    then = path.stat().st_mtime - days * 86400
    os.utime(path, (then, then))
    return path


def test_of_many_entries_those_go_that_were_used_longest_ago(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT", 3)
    names = ("a.pickle", "__jinja2_b.cache", ".new-c", "d.pickle", "e.pickle")
    old = [aged(cache, name, days) for days, name in enumerate(names, start=1)]
    theirs = aged(cache, "notes.txt", 1000)
    compile_packs([MINIMAL])
    assert [path.exists() for path in old] == [True, True, False, False, False]
    assert theirs.exists(), "the engine did not write it"
    assert len(entries(cache)) == 4


def test_an_entry_that_is_used_stays(cache: Path, compilations: list[object], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(kept, "KEPT", 2)
    compile_packs([MINIMAL])
    (entry,) = entries(cache)
    os.utime(entry, (0, 0))
    other = aged(cache, "other.pickle", 1)
    compile_packs([MINIMAL])  # read, and so used
    shutil.copytree(MINIMAL, tmp_path / "pack")
    compile_packs([tmp_path / "pack"])
    assert entry.exists()
    assert not other.exists()
    assert len(compilations) == 2


def test_up_to_the_limit_nothing_goes(cache: Path) -> None:
    there = [aged(cache, f"{number}.pickle", number) for number in range(kept.KEPT - 1)]
    compile_packs([MINIMAL])
    assert all(path.exists() for path in there)
    assert len(entries(cache)) == kept.KEPT


def test_what_another_process_has_dropped_is_no_error(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT", 0)
    for number in range(3):
        aged(cache, f"{number}.pickle", number)
    unlink = Path.unlink

    def twice(path: Path, missing_ok: bool = False) -> None:
        unlink(path)
        unlink(path, missing_ok)

    monkeypatch.setattr(Path, "unlink", twice)
    assert compile_packs([MINIMAL]).knowledge.statements
    assert entries(cache) == []


def test_processes_that_thin_the_cache_at_once_do_not_fail(cache: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from guideline import kept, packs\n"
        "kept.KEPT = 2\n"
        "known = packs._compile([Path(sys.argv[1])], packs._files([Path(sys.argv[1])])[0])\n"
        "for number in range(300):\n"
        "    path = kept.cache_folder() / f'{number % 7}.pickle'\n"
        "    kept.keep(path, known)\n"
        "    assert kept.cached(path, packs.Compiled) in (None, known)\n"
    )
    run = [sys.executable, "-c", code, str(MINIMAL)]
    started = [subprocess.Popen(run, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    assert [(process.communicate()[1], process.returncode) for process in started] == [("", 0)] * 2
    assert len(entries(cache)) <= 3, "a process that is about to write may leave one more"


def test_a_call_can_do_without(cache: Path) -> None:
    compile_packs([MINIMAL], use_cache=False)
    assert not cache.exists()


def test_a_hit_imports_no_parser_and_no_units(cache: Path) -> None:
    compile_packs([shipped_pack()])
    assert entries(cache)
    code = (
        "import sys\n"
        "from guideline.packs import compile_packs, shipped_pack\n"
        "compile_packs([shipped_pack()])\n"
        "print(sorted({'clingo', 'clorm', 'pint'} & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
