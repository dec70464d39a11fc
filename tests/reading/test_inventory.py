"""A pack against its inventory: whatever is wrong with the table is said at its line, and every difference is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from outputs import HERE, JOINT, guideline

from guideline import Pack, load_pack
from guideline.errors import PackError
from guideline.inventory import COLUMNS, FILE, read_inventory, trace

HEAD = ",".join(COLUMNS)
ROW = "manual.everything,recommendation,should,rule,Section 1"


def of(text: str | bytes, folder: Path) -> Path:
    """A folder with this inventory."""
    (folder / FILE).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "the first line has other heads"),
        ("\n", 1, "the first line has other heads"),
        ("statement,kind\n", 1, "the first line has other heads"),
        (HEAD.upper(), 1, "the first line has other heads"),
        (HEAD.replace(",", ";"), 1, "the first line has other heads"),
        (f"{HEAD}\nmanual.a,recommendation,should,rule\n", 2, "a row has a field for each head, none of them empty"),
        (f"{HEAD}\n{ROW},more\n", 2, "a row has a field for each head, none of them empty"),
        (f"{HEAD}\nmanual.a,recommendation, ,rule,Section 1\n", 2, "a row has a field for each head, none of them empty"),
        (f"{HEAD}\n{ROW}\n\n", 3, "a row has a field for each head, none of them empty"),
        (f"{HEAD}\nmanual.a,recommendation,should,ruel,Section 1\n", 2, "unknown form `ruel`"),
        (f"{HEAD}\nmanual.a,recommendation,should,\x1b[31m,Section 1\n", 2, "unknown form `\\x1b[31m`"),
        (f"{HEAD}\n{ROW}\n{ROW}\n", 3, "`manual.everything` stands on line 2 as well"),
        (f'{HEAD}\n{ROW}\nmanual.b,a,b,rule,"never closed\nmanual.c,a,b,rule,Section 2\n', 3, "not a row of comma-separated fields"),
        (f'{HEAD}\nmanual.b,a,b,rule,"closed" early\n', 2, "not a row of comma-separated fields"),
        (f'{HEAD}\nmanual.b,a,b,rule,"two\nlines"\n{ROW}\n{ROW}\n', 5, "`manual.everything` stands on line 4 as well"),
        (f"{HEAD}\r\n{ROW}\r\n{ROW}\r\n", 3, "`manual.everything` stands on line 2 as well"),
    ],
)
def test_what_is_wrong_is_said_once_at_its_line(text: str, line: int, words: str, tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        read_inventory(of(text, tmp_path))
    (problem,) = caught.value.problems
    assert words in problem.message
    assert problem.place is not None
    assert (problem.place.file, problem.place.line) == (str(tmp_path / FILE), line)
    assert problem.hint


def test_all_rows_that_are_wrong_are_said_together(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        read_inventory(of(f"{HEAD}\nmanual.a\n{ROW}\nmanual.b,a,b,fcat,c\n{ROW}\n", tmp_path))
    assert [p.place.line for p in caught.value.problems if p.place] == [2, 4, 5]
    assert caught.value.problems[1].hint == "did you mean `fact`?"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n{ROW}\n",
        f"{HEAD}\n{ROW}",
        f"{HEAD}\r\n{ROW}\r\n",
        f"\ufeff{HEAD}\n{ROW}\n",
        f'\ufeff{HEAD}\r\n"manual.everything","recommendation",should,rule,"Section 1"\r\n',
    ],
    ids=["plain", "no end of line", "windows", "byte order mark", "quoted"],
)
def test_a_table_is_read_however_a_spreadsheet_saved_it(text: str, tmp_path: Path) -> None:
    (entry,) = read_inventory(of(text, tmp_path))
    assert (entry.statement, entry.kind, entry.strength, entry.form, entry.locator) == tuple(ROW.split(","))
    assert entry.place.line == 2


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x0b", "\x1c", "é", '""'])
def test_a_field_holds_any_sign_that_ends_no_line(sign: str, tmp_path: Path) -> None:
    (entry,) = read_inventory(of(f'{HEAD}\nmanual.a,b,c,rule,"one{sign}, two"\n', tmp_path))
    read = sign.replace('""', '"')
    assert entry.locator == f"one{read}, two"


def test_a_pack_without_an_inventory_and_one_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="the pack has no `inventory"):
        read_inventory(tmp_path)
    with pytest.raises(PackError, match="the inventory cannot be read: it is not UTF-8 text"):
        read_inventory(of(b"\xff\xfe\x00s", tmp_path))
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    with pytest.raises(PackError, match="the inventory is not a regular file"):
        read_inventory(tmp_path)


def test_a_pack_that_agrees_or_says_why_is_complete(joint: Pack) -> None:
    found = trace(read_inventory(JOINT), joint.knowledge)
    assert found.complete
    (differing,) = [e for e in found.entries if e.differences]
    assert differing.differences == (("locator", "Sections 1 and 2", "Section 1"),)
    assert differing.holds


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("pitfall,pitfall,", "pitfall,good practice,", ("kind", "good_practice", "pitfall")),
        ("pitfall,should,", "pitfall,may-be,", ("strength", "may_be", "should")),
        ("rule,Section 2", "rule,Section 9", ("locator", "Section 9", "Section 2")),
        ("pitfall,should,rule", "pitfall,should,report", ("form", "report", "rule")),
        ("pitfall,should,rule", "pitfall,should,fact", ("form", "fact", "rule")),
    ],
)
def test_each_difference_is_found_and_counts_where_nobody_says_why(
    old: str, new: str, difference: tuple[str, str, str], joint: Pack, tmp_path: Path
) -> None:
    text = (JOINT / FILE).read_text(encoding="utf-8")
    assert text.count(old) == 1
    found = trace(read_inventory(of(text.replace(old, new), tmp_path)), joint.knowledge)
    (entry,) = [e for e in found.entries if e.entry.statement == "manual.pitfall"]
    assert entry.differences == (difference,)
    assert not entry.holds
    assert not found.complete


@pytest.mark.parametrize(
    ("kind", "strength", "form", "facts", "differs"),
    [
        ("recommendation", "should", "rule", "recommends(s, rest).", ()),
        ("recommendation", "should", "fact", "recommends(s, rest).", ("fact", "rule")),
        ("recommendation", "should", "report", "recommends(s, rest).", ("report", "rule")),
        ("recommendation", "should", "rule", 'reports(s, definition, "Words.").', ("rule", "report")),
        ("definition", "neutral", "fact", 'reports(s, definition, "Words.").', ()),
        ("definition", "neutral", "report", 'reports(s, definition, "Words.").', ()),
        ("recommendation", "should", "rule", "silent(s).", ("rule", "gap")),
        ("definition", "neutral", "fact", "silent(s).", ("fact", "gap")),
        ("definition", "neutral", "report", "silent(s).", ("report", "gap")),
        ("gap", "neutral", "fact", "silent(s).", ()),
        ("gap", "neutral", "report", "silent(s).", ()),
        ("gap", "neutral", "fact", 'reports(s, definition, "Words.").', ("gap", "report")),
        ("gap", "neutral", "report", "recommends(s, rest).", ("gap", "rule")),
        ("gap", "neutral", "rule", "silent(s).", ("rule", "gap")),
    ],
)
@pytest.mark.parametrize("why", ["", 'departs(s, "The text bears no rule.").'], ids=["unsaid", "said why"])
def test_a_statement_has_the_form_of_its_entry_or_says_why_not(
    kind: str, strength: str, form: str, facts: str, differs: tuple[str, ...], why: str, tmp_path: Path
) -> None:
    (tmp_path / "pack.lp").write_text(
        f"""source(d, "Document"). strength(d, (should; neutral), 1). action(rest). label(rest, "rest").
        statement(s, d, {kind}, {strength}). locator(s, "Page 1"). says(s, "Words."). applies(s).
        {facts} {why}""",
        encoding="utf-8",
    )
    found = trace(read_inventory(of(f"{HEAD}\nd.s,{kind},{strength},{form},Page 1\n", tmp_path)), load_pack(tmp_path).knowledge)
    (entry,) = found.entries
    assert entry.differences == ((("form", *differs),) if differs else ())
    assert found.complete is (not differs or bool(why))


def test_an_entry_without_a_statement_and_a_statement_without_an_entry(joint: Pack, tmp_path: Path) -> None:
    found = trace(read_inventory(of(f"{HEAD}\nmanual.lost,recommendation,should,rule,Section 8\n{ROW}\n", tmp_path)), joint.knowledge)
    lost, present = found.entries
    assert (lost.statement, lost.holds, present.holds) == (None, False, True)
    assert [s.id for s in found.beyond] == [
        *("leaflet.no_splint", "leaflet.rather_walk", "leaflet.low_dose", "leaflet.unsaid"),
        *("manual.pitfall", "manual.part", "manual.last_word"),
    ]
    assert not found.complete


def test_a_statement_beyond_the_inventory_may_say_why_it_is_there(tmp_path: Path) -> None:
    home = tmp_path / "joint"
    shutil.copytree(JOINT, home)
    lines = (home / FILE).read_text(encoding="utf-8").splitlines(keepends=True)
    (home / FILE).write_text("".join(line for line in lines if "everything" not in line), encoding="utf-8")
    found = trace(read_inventory(home), load_pack(home).knowledge)
    assert [s.id for s in found.beyond] == ["manual.everything"]
    assert found.complete


def test_the_shipped_pack_stands_for_every_entry_of_its_five_documents(shipped: Pack) -> None:
    from guideline.packs import shipped_pack  # noqa: PLC0415 (only here)

    found = trace(read_inventory(shipped_pack()), shipped.knowledge)
    assert found.complete
    assert len(found.entries) == 307
    assert {e.entry.statement.partition(".")[0] for e in found.entries} == set(shipped.knowledge.sources)
    assert len(shipped.knowledge.sources) == 5


def test_the_command_exits_with_3_where_something_is_left_unsaid(tmp_path: Path) -> None:
    home = tmp_path / "joint"
    shutil.copytree(HERE / "joint", home)
    assert guideline("trace", home).returncode == 0
    text = (home / FILE).read_text(encoding="utf-8")
    (home / FILE).write_text(text.replace("leaflet.unsaid", "leaflet.unsiad"), encoding="utf-8")
    run = guideline("trace", home)
    assert (run.returncode, run.stderr) == (3, "")
    assert "no statement stands for it (gap, Page 4)" in run.stdout
    assert "stands for no entry of the inventory, and does not say why" in run.stdout
    (home / FILE).unlink()
    run = guideline("trace", home)
    assert (run.returncode, run.stdout) == (1, "")
    assert "has no `inventory.csv`" in run.stderr
