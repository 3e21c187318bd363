"""The pages in a real headless Chromium: desktop and phone, light and dark, with nothing in the console."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from epicrisis.i18n.catalogue import translate
from epicrisis.reports.comparison import Candidate, build_leaderboard
from epicrisis.reports.files import render_html
from epicrisis.reports.guidelines.document import compose_guidelines
from epicrisis.reports.guidelines.files import gather_guidelines
from epicrisis.reports.html import to_html
from epicrisis.reports.leaderboard import leaderboard_html
from epicrisis.reports.report import RunReference, gather, read_report
from epicrisis.reports.wording import Wording
from epicrisis.settings.study import StudySettings

UNIT = Path(__file__).parents[2] / "unit" / "reports"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
SECTIONS = [
    "In plain words",
    "How well",
    "For whom it is not",
    "What to do next",
    "Keep in mind",
    "Rows and patients",
    "Who the notes are of",
    "Balance of the classes",
    "Performance on the sealed test",
    "Class by class",
    "Telling the classes apart",
    "Calibration: what its probabilities are worth",
    "How sure it is",
    "What is taken for what",
    "Is it worth acting on",
    "As it answers: alerts and their worth",
    "When it does not answer",
    "Groups of patients",
    "What more notes would bring",
    "Search",
    "What the model looks at",
    "Checks",
    "What other ways of judging would have said",
    "Cost",
    "The model in full",
    "Preparation",
    "Record",
]
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


def beside(name):
    spec = importlib.util.spec_from_file_location(name, UNIT / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    samples, assessed = beside("conftest"), beside("assessed")
    full = gather(assessed.assess(samples.make(trials=40)), RunReference(run_id="8f1c", experiment="historias"))
    support = {f"Clase {number} <script>": 5 + number for number in range(200)} | {"x" * 1000: 900}
    many = gather(assessed.assess(samples.make(support)), RunReference())
    compared = [Candidate(samples.make()), Candidate(samples.make(model="random_forest", seed=3))]
    texts = {
        "es": render_html(full, "es"),
        "en": render_html(full, "en"),
        "old": render_html(read_report(UNIT / "golden" / "report-1.json"), "es"),
        "many": render_html(many, "en"),
        "leaderboard": leaderboard_html(build_leaderboard(compared, "f1_macro"), "es"),
        "guidelines": to_html(compose_guidelines(gather_guidelines(full, StudySettings(), "run", "es"), Wording("es"))),
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return folder


SHOWN = [
    *(("es", look) for look in LOOKS),
    *((name, look) for name in ("en", "old", "many", "leaderboard", "guidelines") for look in ("desktop", "phone")),
]


@pytest.mark.parametrize(("name", "look"), SHOWN)
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


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_section_is_found_by_its_text_in_its_order(browser, pages, language):
    page = browser.new_page(reduced_motion="reduce")
    page.goto((pages / f"{language}.html").as_uri())
    wanted = [translate(title, language) for title in SECTIONS]
    found = page.locator("h2").all_inner_texts()
    assert [title for title in found if title in wanted] == wanted
    assert page.locator("nav a").count() == page.locator("section.part").count()
    page.locator("nav a", has_text=wanted[-1]).click()
    assert page.get_by_role("heading", name=wanted[-1], exact=True).is_visible()
    page.close()


def test_every_drawing_has_a_table_behind_it(browser, pages):
    page = browser.new_page()
    page.goto((pages / "en.html").as_uri())
    bare = page.evaluate(
        """() => [...document.querySelectorAll("section.part")]
            .filter(part => part.querySelector("figure") && !part.querySelector("table")).map(part => part.id)"""
    )
    assert bare == []
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
