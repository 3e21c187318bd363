"""Pass and fail are measured; nothing passes by default, and judgement is left to people."""

from __future__ import annotations

from collections import Counter

import pytest

from epicrisis.reports.guidelines.probast import FINDINGS, QUESTIONS, probast_answers

MAY_NOT_APPLY = {("development", "4.4"), ("evaluation", "4.4"), ("evaluation", "4.5"), ("evaluation", "4.6")}


RECORDS = ("assessment", "features", "ledger", "split")


def answers(run):
    return {(one.part, one.number): one for one in probast_answers(run)}


def answer(run, part, number):
    return answers(run)[part, number].answer


def changed(report, **changes):
    """Change a report: records in some of their fields, `limits` to one of that code."""
    update = {
        name: getattr(report, name).model_copy(update=value) if name in RECORDS and value else value
        for name, value in changes.items()
    }
    if "limits" in changes:
        fields = {"count_limit": 30, "names": ["Rara"]}
        update["limits"] = [report.limits[0].model_copy(update={"code": changes["limits"], "fields": fields})]
    return report.model_copy(update=update)


def test_there_are_16_questions_of_the_development_and_18_of_the_evaluation(whole, make_run):
    assert Counter(part for part, _ in answers(make_run(whole))) == {"development": 16, "evaluation": 18}
    assert len(probast_answers(make_run(whole))) == 34
    assert {(part, number) for part, number in FINDINGS} <= set(answers(make_run(whole)))


def test_every_answer_has_its_reason_and_no_risk_is_called_low(whole, bare, make_run):
    for report in (whole, bare):
        for language in ("en", "es"):
            for one in probast_answers(make_run(report, language=language)):
                assert one.reason
                assert one.wording == "paraphrased"
                assert "low risk" not in one.reason.lower()
                assert "riesgo bajo" not in one.reason.lower()


def test_what_takes_judgement_stays_with_a_person_whatever_is_said(whole, make_run, everything_said):
    found = answers(make_run(whole, everything_said))
    for number in ("1.1", "1.2", "1.3", "2.1", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4"):
        assert found["evaluation", number].answer == found["development", number].answer == "needs_person"
    assert "said of blinding" in found["evaluation", "3.3"].reason
    assert "study.blinding" in found["evaluation", "3.3"].where


def test_every_answer_occurs(whole, bare, make_run):
    seen = {one.answer for report in (whole, bare) for one in probast_answers(make_run(report))}
    assert seen == {"pass", "fail", "unknown", "needs_person", "not_applicable"}


def test_a_bare_run_passes_only_what_it_measured(bare, make_run):
    passed = {key for key, one in answers(make_run(bare)).items() if one.answer == "pass"}
    assert passed == {
        ("development", "2.2"),
        ("evaluation", "2.2"),
        ("development", "4.5"),
        ("evaluation", "4.1"),
        ("evaluation", "4.2"),
        ("evaluation", "4.4"),
    }


def test_only_the_questions_that_the_tool_lets_go_may_not_apply(whole, make_run):
    plain = changed(whole, best_params={}, model_params={}, assessment={"nested": None})
    idle = {key for key, one in answers(make_run(plain)).items() if one.answer == "not_applicable"}
    assert idle
    assert idle <= MAY_NOT_APPLY


@pytest.mark.parametrize(
    ("part", "number", "changes", "expected"),
    [
        ("development", "1.1", {"limits": "artificial"}, "fail"),
        ("development", "2.2", {"features": {"documents": 10**6}}, "unknown"),
        ("development", "4.2", {"features": {"numbers": 0}}, "pass"),
        ("development", "4.2", {"model": "random_forest"}, "pass"),
        ("development", "4.2", {}, "unknown"),
        ("development", "4.3", {"ledger": {"dropped": {}}, "features": {"categories": 0, "numbers": 0}}, "pass"),
        ("development", "4.4", {}, "pass"),
        ("development", "4.4", {"calibration": None}, "unknown"),
        ("development", "4.5", {"split": {"by": "row"}}, "fail"),
        ("development", "4.5", {"split": {"folds": 1}}, "unknown"),
        ("evaluation", "4.1", {"split": {"rows_test": 0}}, "fail"),
        ("evaluation", "4.2", {"split": {"classes_test": {"T. de Ansiedad": 99}}}, "fail"),
        ("evaluation", "4.5", {}, "pass"),
        ("evaluation", "4.5", {"split": {"by": "row"}}, "fail"),
        ("evaluation", "4.5", {"split": {"near_duplicates": None}}, "unknown"),
        ("evaluation", "4.5", {"features": {"documents": 10**6}}, "unknown"),
        ("evaluation", "4.6", {}, "pass"),
        ("evaluation", "4.6", {"assessment": {"nested": None}}, "not_applicable"),
        ("evaluation", "4.7", {}, "pass"),
        ("evaluation", "4.7", {"assessment": {"calibration": None}}, "fail"),
        ("evaluation", "4.7", {"assessment": {"decision_curves": []}}, "fail"),
    ],
)
def test_answers_follow_from_what_was_measured(whole, make_run, part, number, changes, expected):
    assert answer(make_run(changed(whole, **changes)), part, number) == expected


def test_near_duplicates_that_stand_apart_leave_leakage_open(whole, make_run):
    joined = whole.split.near_duplicates.model_copy(update={"clusters_apart": 2, "notes_apart": 600})
    run = make_run(changed(whole, split={"near_duplicates": joined}))
    found = answers(run)["evaluation", "4.5"]
    assert found.answer == "unknown"
    assert "600" in found.reason


def test_what_the_report_found_decides_before_anything_else(whole, make_run):
    run = make_run(changed(whole, limits="few_test_rows"))
    found = answers(run)
    assert found["evaluation", "4.2"].answer == "fail"
    assert found["evaluation", "4.2"].findings == ["few_test_rows"]
    assert "Rara" in found["evaluation", "4.2"].reason
    assert all(not one.findings for key, one in found.items() if key != ("evaluation", "4.2"))


def test_the_numbered_check_that_found_it_is_named(whole, make_run):
    failed = changed(whole, limits="few_test_rows")
    check = next(one for one in failed.checks if one.code == "EP005")
    check = check.model_copy(update={"state": "fires", "findings": failed.limits})
    found = answers(make_run(failed.model_copy(update={"checks": [check]})))
    assert found["evaluation", "4.2"].checks == ["EP005"]
    assert found["evaluation", "4.5"].checks == []


def test_questions_are_one_row_each():
    keys = [(part, question.number) for question in QUESTIONS for part in question.parts]
    assert len(set(keys)) == len(keys) == 34
