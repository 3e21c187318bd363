"""The page: whole, self-contained, safe, readable by all."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from epicrisis.etl.ledger import Ledger
from epicrisis.reports.charts.svg import chart_style
from epicrisis.reports.files import render_html, render_markdown
from epicrisis.reports.report import RunReference, gather

from .assessed import assess

VOID = {"meta", "br", "hr", "img", "input"}
EVIL = '<script>alert("x")</script>|`rm`\n# [a](javascript:b) & "quoted"'


class Page(HTMLParser):
    """Tags, attributes and text of a page; refuses tags that are closed out of turn."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        assert self._open.pop() == tag, f"</{tag}> out of turn"

    def handle_data(self, data):
        if "style" not in self._open:
            self.text += data

    def all(self, attribute):
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]


@pytest.fixture(params=["es", "en"])
def page(request, make_result):
    run = RunReference(run_id="8f1c", experiment="historias", run_url="http://127.0.0.1:5000/#/experiments/1/runs/8f1c")
    return Page(render_html(gather(assess(make_result()), run), request.param))


def test_the_page_loads_nothing_from_anywhere(page):
    names = [tag for tag, _ in page.tags]
    assert not {"script", "link", "img", "iframe", "object", "image", "use"} & set(names)
    assert page.all("src") == []
    outside = [target for target in page.all("href") if not target.startswith("#")]
    assert outside == ["http://127.0.0.1:5000/#/experiments/1/runs/8f1c"]
    assert not any(re.search(r"url\(|@import|https?:", value) for value in page.all("style"))
    policy = next(attributes["content"] for tag, attributes in page.tags if attributes.get("http-equiv"))
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


def test_every_name_within_the_page_is_unique_and_every_reference_has_its_target(page):
    names = page.all("id")
    assert len(names) == len(set(names))
    targets = [target[1:] for target in page.all("href") if target.startswith("#")]
    labels = [name for names in page.all("aria-labelledby") for name in names.split()]
    assert not {*targets, *labels} - set(names)


def test_headings_go_down_one_level_at_a_time(page):
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))


def test_drawings_and_tables_are_named_for_those_who_do_not_see_them(page):
    names = [tag for tag, _ in page.tags]
    assert names.count("svg") == 19
    assert names.count("desc") == 19
    for index, (tag, attributes) in enumerate(page.tags):
        if tag == "svg":
            assert attributes["role"] == "img"
            assert names[index + 1 : index + 3] == ["title", "desc"]
    assert names.count("caption") == names.count("table") > 8
    assert all(attributes.get("scope") in {"row", "col"} for tag, attributes in page.tags if tag == "th")
    regions = [attributes for _, attributes in page.tags if attributes.get("role") == "region"]
    assert all(attributes["tabindex"] == "0" for attributes in regions)


def test_the_page_is_in_its_language(make_result):
    report = gather(make_result(), RunReference())
    spanish, english = (render_html(report, language) for language in ("es", "en"))
    assert Page(spanish).tags[0] == ("html", {"lang": "es"})
    assert Page(english).tags[0] == ("html", {"lang": "en"})
    assert "Notas que reciben su clase" in spanish
    assert "74 de 100" in spanish
    assert "74 of 100" in english
    assert "Filas y pacientes" in spanish
    assert "Filas" not in english


def test_labels_columns_and_remarks_are_text_and_nothing_else(make_result):
    result = make_result(
        {EVIL: 40, "B": 60},
        columns={"text": [EVIL], "label": [EVIL]},
        warnings=[EVIL],
        model=EVIL,
        settings={EVIL: EVIL},
    )
    report = gather(result, RunReference(experiment=EVIL, run_url="javascript:alert(1)"))
    page = render_html(report, "en")
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;" in page
    assert '<script>alert("x")</script>' in Page(page).text
    markdown = render_markdown(report, "en")
    assert "<script" not in markdown
    assert "&lt;script&gt;" in markdown
    for line in markdown.splitlines():
        if line.startswith("|"):
            cells = len(re.findall(r"(?<!\\)\|", line)) - 1
            assert cells in {2, 3, 4, 5, 6, 7, 8}
    assert "[a](" not in markdown.replace("\\[", "").replace("\\]", "")


def test_control_characters_in_a_label_leave_the_page_whole(make_result):
    page = render_html(gather(make_result({"A\x00\x1b[31m": 30, "B\u202e": 40}), RunReference()), "es")
    assert "\x00" not in page
    assert "\x1b" not in page


def test_many_classes_trials_and_long_labels_stay_bounded(make_result):
    support = {f"Clase {number} " + "muy larga " * 100: 3 + number for number in range(60)}
    report = gather(make_result(support, trials=1000), RunReference())
    page, markdown = render_html(report, "es"), render_markdown(report, "es")
    assert len(page.encode()) < 1_500_000
    assert len(markdown.encode()) <= 250_000
    rows = [body.partition("</tbody>")[0].count("<tr>") for body in page.split("<tbody>")[1:]]
    assert max(rows) == 200
    assert "La tabla contiene los 200 mejores candidatos." in page


def test_markdown_that_would_be_too_long_says_what_is_left_out(make_result):
    support = {"ñ" * 40 + str(number): 3 for number in range(200)}
    result = make_result(support, trials=400)
    wide = {f"c{number}": "|" * 400 for number in range(40)}
    trials = [trial.model_copy(update={"params": wide}) for trial in result.trials]
    markdown = render_markdown(gather(result.model_copy(update={"trials": trials}), RunReference()), "en")
    assert len(markdown.encode()) <= 250_000
    assert "Left out here for its size: What the model looks at, Preparation. The HTML report has it." in markdown


def test_a_report_of_almost_nothing_is_still_a_page(make_result):
    made = make_result({"A": 1}, trials=1)
    bare = made.test.model_copy(update={"metrics": {}, "ci95": {}, "confusion": [[0]], "per_class": []})
    ledger = Ledger(read=1, kept=1, dropped={})
    result = made.model_copy(update={"test": bare, "baseline": bare, "trials": [], "terms": [], "ledger": ledger})
    page = Page(render_html(gather(result, RunReference()), "en"))
    assert "F1 (macro) does not exist on these test rows" in page.text
    assert "No row was dropped" in page.text


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(over: str, under: str, share: float) -> str:
    pairs = ((int(over[i : i + 2], 16), int(under[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(share * top + (1 - share) * bottom):02x}" for top, bottom in pairs)


@pytest.mark.parametrize("theme", [0, 1, 2], ids=["light", "dark", "print"])
def test_text_has_the_contrast_of_wcag_aa(theme):
    blocks = re.findall(r":root \{(.*?)\}", chart_style(), re.DOTALL)
    tokens = dict(re.findall(r"--(\w+): ([^;]+);", blocks[theme]))
    for text in ("ink", "muted", "accent"):
        for ground in ("page", "paper", "soft"):
            light, dark = sorted((luminance(tokens[text]), luminance(tokens[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (text, ground)
    fullest = luminance(mix(tokens["accent"], tokens["page"], float(tokens["shade"])))
    light, dark = sorted((luminance(tokens["ink"]), fullest), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_templates_are_packed_beside_the_code():
    room = Path(__file__).parents[3] / "src" / "epicrisis" / "reports" / "templates"
    assert {path.name for path in room.iterdir()} == {
        *("report.html.j2", "page.css", "chart.css", "tokens.css", "explanation.html.j2", "explanation.css")
    }
