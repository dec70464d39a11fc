"""Makes the pictures of the README from real output: the report of a shipped case, in a headless Chromium.

Run `python docs/pictures/make.py` from the project's folder; CHROMIUM names another browser than Debian's.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from explain.report.produce import Options, produce
from guideline import load_pack, read_case

HERE = Path(__file__).parent
CASE = HERE.parents[1] / "encodings" / "vcf" / "cases" / "acr_35_days_of_therapy.yaml"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SCREEN = {"width": 880, "height": 700}


def main() -> None:
    """Writes `report.png`, the first screen of a report, and `timeline.png`, what becomes due when."""
    pack = load_pack()
    made, _ = produce(read_case(CASE, pack), pack, Options())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        page_file = Path(folder) / "report.html"
        page_file.write_bytes(made.made)
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SCREEN)
        page.goto(page_file.as_uri())
        page.screenshot(path=HERE / "report.png")
        page.locator("#ahead figure svg").screenshot(path=HERE / "timeline.png")
        browser.close()


if __name__ == "__main__":
    main()
