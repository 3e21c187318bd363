"""The model card follows the schema whatever the run, and says what it does not know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epicrisis.reports.guidelines.card import _xml_text, model_card
from epicrisis.reports.guidelines.card_shape import CARD, NAMESPACE, Shape, card_problems
from epicrisis.settings.study import StudySettings

UNKNOWN = {"en": "Not known: nobody has said it yet.", "es": "No se sabe: nadie lo ha dicho todavía."}


def leaves(shape: Shape = CARD) -> Iterator[Shape]:
    if not shape.children:
        yield shape
    for child in shape.children:
        yield from leaves(child)


def at(root: ET.Element, path: str) -> ET.Element:
    found = root.find("/".join(f"{{{NAMESPACE}}}{name}" for name in path.split("/")))
    assert found is not None, path
    return found


@pytest.mark.parametrize("language", ["en", "es"])
def test_cards_follow_the_schema_and_leave_nothing_blank(whole, bare, make_run, language, everything_said, evil):
    for report in (whole, bare):
        for study in (StudySettings(), everything_said, StudySettings(title=evil, funding=evil)):
            root = ET.fromstring(model_card(make_run(report, study, language)))
            assert card_problems(root) == []
            assert all((element.text or "").strip() for element in root.iter() if not len(element))


def test_what_nobody_knows_is_said_to_be_unknown_and_what_is_known_is_there(whole, make_run):
    for language, unknown in UNKNOWN.items():
        root = ET.fromstring(model_card(make_run(whole, StudySettings(funding="A grant"), language)))
        assert at(root, "Warnings/ClinicalRiskLevel").text == unknown
        assert at(root, "TrustIngredients/TransparencyInformation/FundingSource").text == "A grant"
        assert root.find(f".//{{{NAMESPACE}}}RegulatoryApproval") is None


def test_people_s_words_reach_every_element_that_waits_for_them(whole, make_run, everything_said):
    text = model_card(make_run(whole, everything_said))
    assert UNKNOWN["en"] not in text
    assert "said of clinical_risk" in text
    assert "said of contact" in text


def test_figures_are_json(whole, bare, make_run):
    root = ET.fromstring(model_card(make_run(whole)))
    values = [json.loads(element.text or "") for element in root.iter(f"{{{NAMESPACE}}}ValueJson")]
    assert {"kind": "single", "value": 0.709, "unit": "", "ci95": [0.688, 0.73]} in values
    assert {"kind": "single", "value": 0.031, "unit": ""} in values
    root = ET.fromstring(model_card(make_run(bare)))
    group = at(root, "KeyMetrics/FairnessEquity/Results/MetricResult")
    assert json.loads(at(group, "ValueJson").text or "")["value"] is None
    assert at(group, "Label").text == "Not measured in this run"


def test_hostile_text_stays_text(whole, make_run, evil):
    report = whole.model_copy(update={"columns": {**whole.columns, "label": [evil]}})
    root = ET.fromstring(model_card(make_run(report, StudySettings(title=evil))))
    assert '<script>alert("x")</script>' in (at(root, "BasicInfo/ModelName").text or "")
    assert root.find(".//script") is None


@given(st.text(st.characters(codec=None)))
def test_any_text_can_stand_in_a_card(text):
    element = ET.Element("one")
    element.text = _xml_text(text)
    again = ET.fromstring(ET.tostring(element, encoding="unicode").encode("utf-8"))
    assert (again.text or "") == element.text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("path", ["BasicInfo/ModelName", "KeyMetrics/SafetyReliability/Results", "Bibliography"])
def test_a_card_without_a_required_element_is_refused(whole, make_run, path):
    root = ET.fromstring(model_card(make_run(whole)))
    above, _, name = path.rpartition("/")
    parent = at(root, above) if above else root
    parent.remove(at(parent, name))
    assert card_problems(root) == [f"/AppliedModelCard/{path}: missing"]


def test_a_card_out_of_order_or_with_something_more_is_refused(whole, make_run):
    root = ET.fromstring(model_card(make_run(whole)))
    root.insert(0, ET.Element("Surprise"))
    assert card_problems(root)
    root = ET.fromstring(model_card(make_run(whole)))
    info = at(root, "BasicInfo")
    info[:] = reversed(info[:])
    assert card_problems(root)
    info.text = "loose"
    assert card_problems(info, CARD.children[0]) == ["/BasicInfo: text between elements"]
    assert card_problems(ET.Element("AppliedModelCard")) == ["/AppliedModelCard: found AppliedModelCard"]


def test_the_shape_is_that_of_the_schema():
    assert [child.name for child in CARD.children][-2:] == ["Resources", "Bibliography"]
    assert sum(1 for leaf in leaves() if not leaf.optional) == 49
    assert sum(1 for leaf in leaves() if leaf.optional) == 10
