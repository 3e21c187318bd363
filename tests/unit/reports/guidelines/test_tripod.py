"""No item is reported without its evidence; taking the evidence away takes the status with it."""

from __future__ import annotations

import re

import pytest

from epicrisis.evaluation.facts import Assessment
from epicrisis.reports.guidelines.card_texts import FROM_STUDY
from epicrisis.reports.guidelines.files import gather_guidelines
from epicrisis.reports.guidelines.items import Item, answer
from epicrisis.reports.guidelines.run import study_of
from epicrisis.reports.guidelines.tripod import ITEMS, tripod_answers
from epicrisis.reports.report import RunReference
from epicrisis.settings.study import StudySettings
from epicrisis.training.result import Characteristic

LETTERS = {3: "abc", 5: "ab", 6: "abc", 8: "abc", 9: "abc", 12: "abcdefg", 18: "abcdef", 20: "abc", 23: "ab", 27: "abc"}
NUMBERS = [f"{number}{letter}" for number in range(1, 28) for letter in LETTERS.get(number, [""])]


def statuses(run):
    return {item.number: item.status for item in tripod_answers(run)}


def test_all_52_sub_items_of_the_27_items_are_there_in_order():
    assert [item.number for item in ITEMS] == NUMBERS
    assert len(NUMBERS) == 52
    assert {re.sub(r"\D", "", number) for number in NUMBERS} == {str(number) for number in range(1, 28)}


def test_every_key_of_the_study_is_asked_by_something():
    asked = {part.ask for item in ITEMS for part in item.parts} | {key for keys in FROM_STUDY.values() for key in keys}
    assert set(StudySettings.model_fields) <= asked
    assert asked - {""} <= set(StudySettings.model_fields)


def test_every_status_occurs_in_a_run_whose_study_nobody_described(whole, make_run):
    found = statuses(make_run(whole))
    assert set(found.values()) == {"reported", "partial", "needs_person", "not_applicable"}
    assert found["12a"] == found["12e"] == found["21"] == found["23a"] == "reported"
    assert found["10"] == found["26"] == found["14"] == "partial"
    assert found["17"] == found["18a"] == found["25"] == "needs_person"
    assert found["12f"] == found["24"] == "not_applicable"


def test_what_people_say_completes_every_item(whole, make_run, everything_said):
    answers = tripod_answers(make_run(whole, everything_said))
    assert {item.number for item in answers if item.status != "reported"} == {"12f", "24"}
    assert not any(item.missing or item.settings for item in answers)


@pytest.mark.parametrize("language", ["en", "es"])
def test_reported_and_partial_rest_on_evidence_and_what_is_missing_is_named(whole, bare, make_run, language):
    for report in (whole, bare):
        for item in tripod_answers(make_run(report, language=language)):
            assert bool(item.evidence) == (item.status != "needs_person"), item.number
            assert bool(item.missing) == (item.status in ("partial", "needs_person")), item.number
            assert all(item.missing)
            assert item.wording == "paraphrased"
            assert all(evidence.text and evidence.where for evidence in item.evidence)


def test_evidence_names_places_that_are_in_the_report(whole, make_run, everything_said):
    for item in tripod_answers(make_run(whole, everything_said)):
        for place in (place for evidence in item.evidence for place in evidence.where):
            found = whole if not place.startswith("study.") else None
            for part in place.split(".") if found else []:
                found = found[part] if isinstance(found, dict) else getattr(found, part)


TAKEN_AWAY = {
    "5b": {"source": {"window": None}},
    "7": {"features": {"documents": 0}},
    "12c": {"search": {"complete": 0}},
    "12e": {"assessment": Assessment()},
    "12g": {"run": RunReference()},
    "13": {"calibration": None},
    "15": {"calibration": None},
    "20b": {"ledger": {"classes": {}}},
    "22": {"run": RunReference()},
    "23a": {"assessment": Assessment()},
    "27a": {"assessment": Assessment()},
}


@pytest.mark.parametrize(("number", "change"), TAKEN_AWAY.items(), ids=TAKEN_AWAY)
def test_without_its_evidence_an_item_is_not_reported(whole, make_run, number, change, everything_said):
    said = everything_said.model_copy(update={"dates": ""})
    assert statuses(make_run(whole, said))[number] == "reported"
    update = {
        name: getattr(whole, name).model_copy(update=value) if isinstance(value, dict) else value
        for name, value in change.items()
    }
    assert statuses(make_run(whole.model_copy(update=update), said))[number] in ("partial", "needs_person")


def test_figures_without_intervals_are_not_performance(whole, make_run, everything_said):
    bare = [figure.model_copy(update={"ci95": None}) for figure in whole.metrics]
    found = statuses(make_run(whole.model_copy(update={"metrics": bare}), everything_said))
    assert found["2"] == found["10"] == found["12e"] == found["23a"] == "partial"


def test_dates_that_the_run_does_not_know_can_be_said(whole, make_run):
    undated = whole.model_copy(update={"source": whole.source.model_copy(update={"window": None})})
    assert statuses(make_run(undated))["5b"] == "needs_person"
    assert statuses(make_run(undated, StudySettings(dates="2023 and 2024")))["5b"] == "reported"


def test_class_imbalance_does_not_concern_a_run_that_did_nothing_about_it(whole, make_run):
    plain = whole.model_copy(update={"best_params": {"class_weight": None}, "model_params": {}})
    assert statuses(make_run(plain))["13"] == "not_applicable"
    assert statuses(make_run(whole))["13"] == "reported"


def test_evidence_holds_the_run_s_own_figures(whole, make_run):
    found = {item.number: " ".join(one.text for one in item.evidence) for item in tripod_answers(make_run(whole))}
    assert "9,331" in found["20a"]
    assert "2,189" in found["20a"]
    assert "0.709 (0.688 to 0.730)" in found["23a"]
    assert "0.031" in found["12e"]
    assert "sexo = F" in found["23a"]


def test_an_item_without_evidence_is_not_reported_even_if_nothing_is_lacking(whole, make_run):
    assert answer(Item("0", "", "", "D", ()), make_run(whole)).status == "needs_person"


def test_described_columns_complete_the_characteristics(whole, make_run):
    described = whole.model_copy(update={"characteristics": [Characteristic(column="edad", kind="number")]})
    assert statuses(make_run(whole))["20b"] == statuses(make_run(whole))["20c"] == "partial"
    assert statuses(make_run(described))["20b"] == statuses(make_run(described))["20c"] == "reported"


def test_blanks_say_nothing(whole, make_run):
    assert statuses(make_run(whole, StudySettings(funding="  \n")))["18a"] == "needs_person"


def test_what_is_said_later_completes_what_was_said_at_the_training(whole):
    kept = {**whole.settings, "study": {"funding": "A grant", "ethics": "Committee 7", "of_another_version": "x"}}
    report = whole.model_copy(update={"settings": kept})
    study = study_of(report, StudySettings(funding="Two grants", title="A study"))
    assert (study.funding, study.ethics, study.title) == ("Two grants", "Committee 7", "A study")
    assert study_of(whole.model_copy(update={"settings": {"study": "damaged"}}), StudySettings()) == StudySettings()


def test_the_record_asks_for_what_nobody_said_and_for_nothing_else(whole, everything_said):
    record = gather_guidelines(whole, StudySettings(funding="None"), "run", "en")
    asked = {ask.key: ask.items for ask in record.asks}
    assert "study.funding" not in asked
    assert "study.dates" not in asked
    assert asked["study.ethics"] == ["17"]
    assert asked["study.clusters"] == ["12d", "23b"]
    assert asked["study.clinical_risk"] == []
    assert gather_guidelines(whole, everything_said, "run", "en").asks == []
