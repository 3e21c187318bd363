"""The pages in a real headless Chromium: desktop and phone, light and dark, with nothing in the console."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from epicrisis.reports.comparison import Candidate, build_leaderboard
from epicrisis.reports.files import render_html
from epicrisis.reports.guidelines.document import compose_guidelines
from epicrisis.reports.guidelines.files import gather_guidelines
from epicrisis.reports.html import to_html
from epicrisis.reports.leaderboard import leaderboard_html
from epicrisis.reports.report import read_report
from epicrisis.reports.wording import Wording
from epicrisis.settings.study import StudySettings

UNIT = Path(__file__).parents[2] / "unit" / "reports"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
LOOKS = {"desktop": (1280, "light"), "desktop-dark": (1280, "dark"), "phone": (390, "light")}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="needs a Chromium on the path"),
]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    report = read_report(UNIT / "golden" / "report-1.json")
    spec = importlib.util.spec_from_file_location("samples", UNIT / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    samples = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(samples)
    many = [Candidate(samples.make()), Candidate(samples.make(model="random_forest", seed=3))]
    texts = {
        "es": render_html(report, "es"),
        "en": render_html(report, "en"),
        "leaderboard": leaderboard_html(build_leaderboard(many, "f1_macro"), "es"),
        "guidelines": to_html(
            compose_guidelines(gather_guidelines(report, StudySettings(), "run", "es"), Wording("es"))
        ),
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return folder


@pytest.mark.parametrize("name", ["es", "en", "leaderboard", "guidelines"])
@pytest.mark.parametrize("look", list(LOOKS))
def test_a_page_is_shown_without_complaint_and_without_overflow(browser, pages, name, look, tmp_path):
    width, scheme = LOOKS[look]
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((pages / f"{name}.html").as_uri())
    assert said == []
    assert asked == [(pages / f"{name}.html").as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    folder = Path(os.environ.get("EPICRISIS_SCREENSHOTS", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(folder / f"report-{name}-{look}.png"), full_page=True)
    page.close()


def test_the_keyboard_reaches_the_content_and_opens_what_is_folded(browser, pages):
    page = browser.new_page()
    page.goto((pages / "es.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Saltar al contenido"
    page.focus("details summary")
    page.keyboard.press("Enter")
    assert page.locator("#table-dataset").is_visible()
    page.close()


def test_labels_in_drawings_stay_inside_their_drawing(browser, pages):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((pages / "es.html").as_uri())
    outside = page.evaluate(
        """() => [...document.querySelectorAll("svg text")].filter(text => {
            const box = text.getBoundingClientRect(), frame = text.ownerSVGElement.getBoundingClientRect();
            return box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1;
        }).map(text => text.textContent)"""
    )
    assert outside == []
    page.close()


def test_what_is_folded_is_printed(browser, pages):
    page = browser.new_page()
    page.goto((pages / "es.html").as_uri())
    assert not page.locator("#table-dataset").is_visible()
    page.emulate_media(media="print")
    assert page.evaluate("document.querySelector('#table-dataset').getBoundingClientRect().height") > 100
    assert not page.locator("nav").is_visible()
    page.close()
