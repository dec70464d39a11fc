"""Reports of cases and of the audit in a browser: quiet, by keyboard, at every width, in light and dark, on paper, and without a script."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Open, Opened
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from explain.report.batch import INDEX, batch
from explain.report.produce import Options, produce, produce_audit
from guideline import load_pack, read_case
from guideline.auditing.audit import audit
from guideline.trial.run import case_files

ROOT = Path(__file__).parents[2]
CASES = ROOT / "encodings" / "vcf" / "cases"
STEMS = (
    "acr_35_days_of_therapy",
    "general_myeloma_limited_edema",
    "limited_edema_day_21",
    "osteopenia_persisting_day_90",
    "vertebroplasty_day_90",
    "nobody",
)
"""From each of the five sources, and a patient of whom no source speaks."""
NAMES = (*STEMS, "short", "audit", "index")
WIDTHS = (360, 768, 1280)
OPEN_ALL = "document.querySelectorAll('details').forEach((d) => (d.open = true))"


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "nobody.yaml").write_text("case: nobody\nfindings: {}\n", encoding="utf-8")
    (folder / "wrong.yaml").write_text("case: wrong\nfindings: {no_such_finding: true}\n", encoding="utf-8")
    paths = [folder / f"{s}.yaml" if s == "nobody" else CASES / f"{s}.yaml" for s in STEMS]
    index = batch([*paths, folder / "wrong.yaml"], [], folder, Options(time="2026-04-02 09:00 UTC"))
    assert [row.file for row in index.failed] == [""]
    pack = load_pack()
    (page,) = produce_audit(audit(pack), pack, ["html"], site=None, time="2026-04-02 09:00 UTC", command=["guideline", "audit"])
    (folder / "audit.html").write_bytes(page.made)
    case = read_case(paths[0], pack)
    short, _ = produce(case, pack, Options(time="2026-04-02 09:00 UTC", short=True, without=("acr_vcf.timely_referral",)))
    (folder / "short.html").write_bytes(short.made)
    return folder


def file(reports: Path, stem: str) -> Path:
    return reports / (INDEX if stem == "index" else f"{stem}.html")


def squeezed(text: str) -> str:
    """Without white space and ligatures, so that it does not matter how lines are set."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def words_on_paper(printed: PdfDocument) -> str:
    """All words but the page numbers, which stand in the midst of what goes on overleaf."""
    # A hyphen at the end of a line comes as the control character 2.
    pages = [squeezed(page.get_textpage().get_text_bounded().replace("\x02", "-")) for page in printed]
    for n, words in enumerate(pages, 1):
        assert words.startswith(f"{n}/{len(pages)}")
    return "".join(words.removeprefix(f"{n}/{len(pages)}") for n, words in enumerate(pages, 1))


@pytest.mark.parametrize("stem", NAMES)
def test_a_page_opens_quietly_and_asks_for_nothing(stem: str, reports: Path, opened: Open) -> None:
    made = opened(file(reports, stem))
    made.page.wait_for_load_state("networkidle")
    made.page.evaluate(OPEN_ALL)
    assert made.said == []
    assert made.asked == [file(reports, stem).as_uri()]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("stem", NAMES)
def test_nothing_scrolls_sideways(stem: str, width: int, reports: Path, opened: Open) -> None:
    page = opened(file(reports, stem), width=width).page
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


# A frame that is moved sideways is one only where there is little room.
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (360, False)])
@pytest.mark.parametrize("stem", NAMES)
def test_axe_finds_nothing_serious(stem: str, width: int, dark: bool, reports: Path, opened: Open) -> None:
    page = opened(file(reports, stem), width=width, dark=dark).page
    page.evaluate(OPEN_ALL)
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["target"]) for v in found if v["impact"] in {"serious", "critical"}] == []


@pytest.mark.parametrize("stem", [*STEMS, "audit"])
def test_folds_open_by_keyboard(stem: str, reports: Path, opened: Open) -> None:
    page = opened(file(reports, stem)).page
    if not page.locator("details:not([open]) > summary").count():
        assert stem == "nobody"
        return
    # The first fold that is closed is reached by the tabulator alone.
    page.evaluate("window.fold = document.querySelector('main details:not([open])')")
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === window.fold.querySelector('summary')"):
            break
    else:
        pytest.fail("the tabulator does not reach the first fold")
    page.keyboard.press("Enter")
    assert page.evaluate("window.fold.open")
    page.keyboard.press("Enter")
    assert not page.evaluate("window.fold.open")


def test_all_folds_open_and_close_at_once(reports: Path, opened: Open) -> None:
    page = opened(file(reports, STEMS[0])).page
    page.get_by_role("button", name="Open all folds").click()
    assert page.locator("main details:not([open])").count() == 0
    page.get_by_role("button", name="Close all folds").click()
    assert page.locator("main details[open]").count() == 0


@pytest.mark.parametrize("stem", STEMS[:5])
def test_the_filter_hides_and_counts(stem: str, reports: Path, opened: Open) -> None:
    page = opened(file(reports, stem)).page
    rows = page.locator("[data-row]")
    total = rows.count()
    assert total > 1
    box = page.get_by_label("Filter the statements")
    # The source of the first statement, and a word of the first statement: all rows with both are left.
    name = str(rows.first.get_attribute("data-s"))
    box.fill(name.upper())
    left = [r.inner_text() for r in rows.all() if r.is_visible()]
    assert left
    assert len(left) < total
    assert all(name in text for text in left)
    expect(page.locator("#found")).to_have_text(f"{len(left)} / {total}")
    box.fill("no such words")
    expect(page.locator("#found")).to_have_text(f"0 / {total}")
    assert page.locator("[data-row]:visible").count() == 0
    box.fill("")
    expect(page.locator("#found")).to_have_text("")
    assert page.locator("[data-row][hidden]").count() == 0


def test_the_short_report_has_no_filter_as_it_lists_no_statements(reports: Path, opened: Open) -> None:
    page = opened(file(reports, "short")).page
    expect(page.get_by_label("Filter the statements")).to_be_hidden()
    expect(page.get_by_role("button", name="Open all folds")).to_be_visible()


def test_the_filter_of_an_audit_leaves_what_has_the_word_and_opens_its_folds(reports: Path, opened: Open) -> None:
    page = opened(file(reports, "audit")).page
    rows = page.locator("[data-row]")
    total = rows.count()
    page.get_by_label("Filter").fill("vertebroplasty")
    left = [r for r in rows.all() if r.is_visible()]
    assert 0 < len(left) < total
    assert all("vertebroplasty" in r.inner_text().lower() for r in left)
    expect(page.locator("#found")).to_have_text(f"{len(left)} / {total}")


def test_a_statement_is_lit_wherever_it_stands(reports: Path, opened: Open) -> None:
    page = opened(file(reports, STEMS[0])).page
    link = page.locator("#decisions a[data-s]").first
    name = link.get_attribute("data-s")
    same = page.locator(f'[data-s="{name}"]').count()
    assert same > 2

    def lit() -> list[str]:
        found: list[str] = page.evaluate("[...document.querySelectorAll('.lit')].map((e) => e.dataset.s)")
        return found

    assert lit() == []
    link.hover()
    assert lit() == [name] * same
    page.locator("h1").hover()
    assert lit() == []
    link.focus()
    assert lit() == [name] * same
    colours = page.evaluate("['.lit', 'main'].map((w) => getComputedStyle(document.querySelector(w)).backgroundColor)")
    assert colours[0] != colours[1]


def test_a_link_into_a_fold_opens_it(reports: Path, opened: Open) -> None:
    page = opened(file(reports, STEMS[0])).page
    page.get_by_role("button", name="Close all folds").click()
    link = page.locator("#summary a[href^='#'], #ahead a.at[href^='#']").last
    goal = str(link.get_attribute("href"))[1:]
    link.click()
    expect(page.locator(f'[id="{goal}"]')).to_be_in_viewport()
    arrived = opened(file(reports, STEMS[0]), place=f"#{goal}").page
    expect(arrived.locator(f'[id="{goal}"]')).to_be_in_viewport()


# Without the script one page is as good as another: it is the style sheet that then opens the folds.
@pytest.mark.parametrize(("stem", "script"), [*[(stem, True) for stem in (*STEMS, "audit")], (STEMS[-1], False)])
def test_paper_has_every_section_and_what_the_folds_hold(stem: str, script: bool, reports: Path, opened: Open) -> None:
    page = opened(file(reports, stem), script=script).page
    closed = page.locator("details:not([open])").count()
    printed = PdfDocument(page.pdf(prefer_css_page_size=True))
    assert page.locator("details:not([open])").count() == closed
    text = words_on_paper(printed)
    said = "h1, h2, h3, h4, section details:not(.lines) > summary, details p, details td, figcaption"
    for words in page.locator(said).all_text_contents():
        assert squeezed(words) in text
    # What is to be copied into a file is no use on paper.
    assert not any(squeezed(words) in text for words in page.locator("details.lines > summary").all_text_contents())
    # The words of an item up to the list below it.
    for words in page.locator("details li").evaluate_all(
        "(all) => all.map((li) => [...li.childNodes].find((n) => n.textContent.trim()).textContent)"
    ):
        assert squeezed(words) in text


@pytest.mark.parametrize("stem", [*STEMS, "audit"])
def test_a_page_is_readable_without_a_script(stem: str, reports: Path, opened: Open) -> None:
    made: Opened = opened(file(reports, stem), script=False)
    page = made.page
    assert made.said == []
    expect(page.locator(".tools")).to_be_hidden()
    for heading in page.locator("h1, h2").all():
        expect(heading).to_be_visible()
    for row in page.locator("[data-row]").all():
        expect(row).to_be_visible()
    closed = page.locator("main details:not([open])")
    before = closed.count()
    if before:
        closed.first.locator("summary").first.click()
        expect(closed).to_have_count(before - 1)


def test_the_index_leads_to_each_report(reports: Path, opened: Open) -> None:
    page = opened(reports / INDEX).page
    links = page.locator("main a")
    assert links.count() == len(STEMS)
    links.first.click()
    expect(page.locator("h1")).to_contain_text("35 days")


def test_the_cases_are_of_the_five_sources() -> None:
    pack = load_pack()
    stems = {p.stem for p in case_files(ROOT / "encodings" / "vcf")}
    assert set(STEMS[:5]) <= stems
    answers = [pack.solve(read_case(CASES / f"{s}.yaml", pack), marks=False, inquire=False) for s in STEMS[:5]]
    spoken = {pack.knowledge.statements[s].source for answer in answers for s in answer.in_force}
    assert spoken == set(pack.knowledge.sources)
