"""Each check fires, stays silent and does not apply where it should, on results made for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epicrisis.checks.contract import PROBAST, Check, CheckOutcome
from epicrisis.checks.registry import CHECK_SENTENCES, CHECKS, run_checks
from epicrisis.evaluation.facts import (
    Abstention,
    Assessment,
    CalibrationOnTest,
    Curve,
    OperatingPoint,
    Reliability,
    Subgroup,
)
from epicrisis.i18n.catalogue import fields_of
from epicrisis.i18n.spanish import SPANISH
from epicrisis.settings.schema import CHECK_CODES
from epicrisis.training.examination import Drift, EdgeTerms, EventCount, Examination, MaskedScore, TermShare
from epicrisis.training.result import JoinedFacts, Member, Range, TrainingResult

OLD = Path(__file__).parents[1] / "tracking" / "result.json"
SOUND = Examination(
    patients_on_both_sides=0,
    rows_on_both_sides=0,
    copies_across=0,
    events=[EventCount(label="A", rows=400, patients=300, half_width=0.057)],
    edge_terms=EdgeTerms(min_patients=5, shown=30, at_edge=0, fewest=12),
)
JOINED = JoinedFacts(clusters=2, joined=2, units=4, clusters_apart=0, notes_apart=0, largest=4)
RELIABLE = Reliability(
    label=None, predicted=[], observed=[], low=[], high=[], rows=[], ece=0.01, slope=1.0, slope_ci95=(0.9, 1.1)
)
GROUP = Subgroup(
    attribute="sexo",
    value="F",
    rows=200,
    patients=100,
    metrics={"accuracy": 0.7},
    ci95={"accuracy": (0.65, 0.75)},
    gaps={"accuracy": (-0.02, -0.08, 0.04)},
)
TERM = TermShare(term="ansiedad", label="A", share=0.6, others=0.01, precision=0.95)
Change = Callable[[TrainingResult], TrainingResult]


def sound() -> TrainingResult:
    """A result that every check has something to say of, and nothing against."""
    old = TrainingResult.model_validate_json(OLD.read_bytes())
    figures = [one.model_copy(update={"rows_test": 300, "rows_train": 900}) for one in old.test.per_class]
    test = old.test.model_copy(
        update={
            "metrics": {old.metric: 0.8},
            "ci95": {old.metric: (0.77, 0.83)},
            "per_class": figures,
            "unit": "patient",
        }
    )
    floor = old.baseline.model_copy(update={"metrics": {old.metric: 0.2}, "ci95": {old.metric: (0.19, 0.21)}})
    return old.model_copy(
        update={
            "test": test,
            "baseline": floor,
            "cv": old.cv.model_copy(update={"mean": 0.8}),
            "warnings": [],
            "members": [],
            "best_params": {"C": 3.0},
            "search": old.search.model_copy(update={"space": {"C": Range(low=0.1, high=30.0, log=True)}}),
            "split": old.split.model_copy(update={"by": "patient", "near_duplicates": JOINED}),
            "features": old.features.model_copy(update={"min_patients_per_term": 5}),
            "examination": SOUND,
            "assessment": Assessment(
                subgroups=[GROUP], calibration=CalibrationOnTest(before=None, after=RELIABLE, by_class=[])
            ),
            "settings": {},
        }
    )


def examined(**facts: Any) -> Change:
    return lambda made: made.model_copy(update={"examination": SOUND.model_copy(update=facts)})


def part(name: str, **changes: Any) -> Change:
    return lambda made: made.model_copy(update={name: getattr(made, name).model_copy(update=changes)})


def whole(**changes: Any) -> Change:
    return lambda made: made.model_copy(update=changes)


def scored(value: float | None, low: float = 0.0, high: float = 0.0) -> Change:
    def change(made: TrainingResult) -> TrainingResult:
        given = value is not None
        figures = {made.metric: value} if given else {}
        return part("test", metrics=figures, ci95={made.metric: (low, high)} if given else {})(made)

    return change


def classes(**changes: Any) -> Change:
    def change(made: TrainingResult) -> TrainingResult:
        first, *rest = made.test.per_class
        return part("test", per_class=[first.model_copy(update=changes), *rest])(made)

    return change


def calibrated(**changes: Any) -> Change:
    after = CalibrationOnTest(before=None, after=RELIABLE.model_copy(update=changes), by_class=[])
    return part("assessment", calibration=after)


def grouped(gap: float, *, flagged: bool = True) -> Change:
    changes = {"gaps": {"accuracy": (gap, gap - 0.05, gap + 0.05)}, "flagged": ["accuracy"] if flagged else []}
    return part("assessment", subgroups=[GROUP.model_copy(update=changes)])


def by_time(drift: Drift | None) -> Change:
    return lambda made: part("split", by="time", boundary="2024-05-01")(examined(drift=drift)(made))


def with_accuracy(value: float, low: float, high: float) -> Change:
    """Accuracy beside the searched metric; the dummy has 0.44, 0.39 to 0.48."""

    def change(made: TrainingResult) -> TrainingResult:
        for name, (one, *bounds) in {"test": (value, low, high), "baseline": (0.44, 0.39, 0.48)}.items():
            facts = getattr(made, name)
            figures = {**facts.metrics, "accuracy": one}, {**facts.ci95, "accuracy": tuple(bounds)}
            made = part(name, metrics=figures[0], ci95=figures[1])(made)
        return made

    return change


def of_one_class(slope: float, low: float, high: float) -> Change:
    def change(made: TrainingResult) -> TrainingResult:
        label = made.test.per_class[0].label
        one = RELIABLE.model_copy(update={"label": label, "slope": slope, "slope_ci95": (low, high)})
        return part("assessment", calibration=CalibrationOnTest(before=None, after=RELIABLE, by_class=[one]))(made)

    return change


def found_between(low: float, high: float) -> Change:
    def change(made: TrainingResult) -> TrainingResult:
        label = made.test.per_class[0].label
        point = OperatingPoint(
            label=label, alerts_per_100=9, figures={"sensitivity": 0.4}, ci95={"sensitivity": (low, high)}
        )
        return part("assessment", operating_points=[point])(made)

    return change


def covered(high: float) -> Change:
    facts = Abstention(
        coverage=0.9,
        method="lac",
        achieved=0.88,
        achieved_ci95=(0.86, 0.9),
        set_sizes={1: 50, 2: 50},
        single=0.5,
        single_accuracy=0.9,
        achieved_by_class={"A": 0.7},
        single_by_class={},
        curve=Curve(x=[], y=[]),
        achieved_by_class_ci95={"A": (0.6, high)},
    )
    return part("assessment", abstention=facts)


STEADY = Drift(classes=0.02, classes_p=0.4, length_ratio=1.1)
MEMBER = Member.model_construct(model="ridge", weight=1.0, cv=None, params={})
APART = JOINED.model_copy(update={"clusters_apart": 2, "notes_apart": 600})
FIRES: list[tuple[str, str, Change]] = [
    ("EP001", "row_split", lambda made: part("split", by="row")(examined(patients_on_both_sides=None)(made))),
    ("EP001", "patients_on_both_sides", examined(patients_on_both_sides=3)),
    ("EP001", "row_intervals", part("test", unit="row")),
    ("EP002", "near_duplicates_apart", part("split", near_duplicates=APART)),
    ("EP002", "copies_across", examined(copies_across=7)),
    ("EP003", "label_words", examined(label_terms=[TERM])),
    ("EP003", "codes_in_text", examined(codes=[TERM.model_copy(update={"term": "f32"})])),
    (
        "EP003",
        "score_without",
        examined(label_terms=[TERM], masked=MaskedScore(metric="f1_macro", folds=[0.8, 0.9], masked=[0.5, 0.6])),
    ),
    ("EP004", "telling_terms", examined(telling_terms=[TERM] * 20)),
    ("EP005", "absent_classes", classes(rows_test=0)),
    ("EP005", "few_test_rows", classes(rows_test=12)),
    ("EP005", "few_training_rows", classes(rows_train=12)),
    ("EP006", "worse_than_baseline", scored(0.1, 0.08, 0.12)),
    ("EP006", "not_clearly_better", scored(0.22, 0.20, 0.24)),
    ("EP006", "better_by_one", with_accuracy(0.51, 0.46, 0.55)),
    ("EP006", "better_by_one", lambda made: with_accuracy(0.6, 0.55, 0.65)(scored(0.22, 0.20, 0.24)(made))),
    ("EP006", "not_clearly_better", lambda made: with_accuracy(0.51, 0.46, 0.55)(scored(0.22, 0.20, 0.24)(made))),
    ("EP007", "below_validation", scored(0.7, 0.68, 0.72)),
    ("EP008", "edge_of_space", whole(best_params={"C": 29.9})),
    ("EP008", "edge_of_space", whole(best_params={"C": 0.1})),
    ("EP009", "not_converged", whole(warnings=["not_converged"])),
    ("EP010", "no_headline", scored(None)),
    ("EP010", "rows_on_both_sides", examined(rows_on_both_sides=4)),
    ("EP011", "large_ece", calibrated(ece=0.12)),
    ("EP011", "overconfident", calibrated(slope=0.6, slope_ci95=(0.5, 0.7))),
    ("EP011", "underconfident", calibrated(slope=1.6, slope_ci95=(1.4, 1.9))),
    ("EP011", "class_slopes", of_one_class(0.6, 0.4, 0.8)),
    ("EP011", "coverage_failed", covered(0.85)),
    ("EP012", "worse_for_group", grouped(-0.2)),
    ("EP012", "better_for_group", grouped(0.2)),
    ("EP013", "classes_drift", by_time(STEADY.model_copy(update={"classes": 0.3, "classes_p": 1e-6}))),
    ("EP013", "length_drift", by_time(STEADY.model_copy(update={"length_ratio": 3.0}))),
    ("EP014", "wide_interval", scored(0.8, 0.7, 0.9)),
    ("EP014", "few_events", examined(events=[EventCount(label="A", rows=9, patients=9, half_width=0.33)])),
    ("EP014", "one_patient", examined(largest_patient=0.53)),
    ("EP014", "little_known", found_between(0.21, 0.59)),
    ("EP015", "edge_terms", examined(edge_terms=EdgeTerms(min_patients=5, shown=30, at_edge=4, fewest=5))),
    ("EP015", "no_anonymity", part("features", min_patients_per_term=1)),
]
SILENT: list[tuple[str, Change]] = [
    *((code, whole()) for code in CHECK_CODES if code != "EP013"),
    ("EP011", calibrated(slope=0.85, slope_ci95=(0.8, 0.9))),
    ("EP006", with_accuracy(0.6, 0.55, 0.65)),
    ("EP011", of_one_class(0.9, 0.7, 1.1)),
    ("EP011", lambda made: of_one_class(0.6, 0.4, 0.8)(classes(rows_test=12)(made))),
    ("EP011", covered(0.95)),
    ("EP014", found_between(0.4, 0.6)),
    ("EP012", grouped(-0.02, flagged=False)),
    ("EP013", by_time(STEADY)),
    ("EP013", by_time(STEADY.model_copy(update={"classes": 0.3, "classes_p": 0.2}))),
]
BLIND: list[tuple[str, Change]] = [
    ("EP001", whole(examination=None)),
    ("EP002", part("split", near_duplicates=None)),
    ("EP003", whole(examination=None)),
    ("EP004", whole(examination=None)),
    ("EP006", scored(None)),
    ("EP007", scored(None)),
    ("EP008", whole(members=[MEMBER])),
    ("EP008", part("search", space={})),
    ("EP009", whole(model="dummy")),
    ("EP010", whole(examination=None)),
    ("EP011", part("assessment", calibration=None)),
    ("EP012", part("assessment", subgroups=[])),
    ("EP013", whole()),
    ("EP013", by_time(None)),
    ("EP014", lambda made: scored(None)(whole(examination=None)(made))),
    ("EP015", examined(edge_terms=None)),
    ("EP015", whole(examination=None)),
]


def outcome(result: TrainingResult, code: str) -> CheckOutcome:
    return next(one for one in run_checks(result) if one.code == code)


@pytest.mark.parametrize(("code", "said", "change"), FIRES)
def test_it_fires_and_says_why(code: str, said: str, change: Change) -> None:
    found = outcome(change(sound()), code)
    assert found.state == "fires"
    finding = next(one for one in found.findings if one.code == said)
    assert set(finding.fields) == fields_of(CHECK_SENTENCES[said])


@pytest.mark.parametrize(("code", "change"), SILENT)
def test_it_stays_silent(code: str, change: Change) -> None:
    found = outcome(change(sound()), code)
    assert (found.state, found.findings, found.reason) == ("silent", [], "")


@pytest.mark.parametrize(("code", "change"), BLIND)
def test_it_does_not_apply_and_says_why(code: str, change: Change) -> None:
    found = outcome(change(sound()), code)
    assert (found.state, found.findings) == ("not_applicable", [])
    assert found.reason in SPANISH


def test_every_sentence_of_every_check_is_reached() -> None:
    assert {said for _, said, _ in FIRES} == set(CHECK_SENTENCES)
    assert sum(len(check.sentences) for check in CHECKS) == len(CHECK_SENTENCES)


def test_checks_are_numbered_and_the_settings_know_them() -> None:
    assert tuple(check.code for check in CHECKS) == CHECK_CODES
    assert {code for code, _, _ in FIRES} == {code for code, _ in SILENT} == set(CHECK_CODES)
    assert set(CHECK_CODES) - {code for code, _ in BLIND} == {"EP005"}, "whose figures every result has"


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_check_is_whole_in_both_languages(check: Check) -> None:
    texts = (check.title, check.explanation, check.advice, *check.sentences.values())
    assert all(text in SPANISH for text in texts)
    assert check.probast in {"", *PROBAST}
    levels = {finding.level for _, _, change in FIRES for finding in outcome(change(sound()), check.code).findings}
    assert check.severity in levels or check.severity == "note"


def test_an_old_result_is_checked_too() -> None:
    found = run_checks(TrainingResult.model_validate_json(OLD.read_bytes()))
    assert [one.code for one in found] == list(CHECK_CODES)


def test_a_muted_check_keeps_what_it_found_and_the_reason() -> None:
    made = examined(patients_on_both_sides=3)(sound())
    muted = made.model_copy(update={"settings": {"checks": {"mute": {"EP001": "a family practice"}}}})
    found = outcome(muted, "EP001")
    assert (found.state, found.reason, len(found.findings)) == ("muted", "a family practice", 1)
    assert outcome(muted, "EP002").state == "silent"


@pytest.mark.parametrize(("masked", "level"), [([0.5, 0.6], "warning"), ([0.79, 0.91], "note")])
def test_words_that_the_score_does_not_need_are_only_a_note(masked: list[float], level: str) -> None:
    scores = MaskedScore(metric="f1_macro", folds=[0.8, 0.9], masked=masked)
    found = outcome(examined(label_terms=[TERM], masked=scores)(sound()), "EP003")
    assert found.findings[0].level == level


def test_natural_ends_of_a_range_and_ranges_of_few_values_are_no_edges() -> None:
    space = {
        "min_df": Range(low=1, high=10, log=True, whole=True),
        "max_df": Range(low=0.4, high=1.0),
        "word_ngram_max": Range(low=1, high=2, whole=True),
    }
    made = part("search", space=space)(sound())
    at_ends = whole(best_params={"min_df": 1, "max_df": 1.0, "word_ngram_max": 2, "reading": "plain"})(made)
    assert outcome(at_ends, "EP008").state == "silent"
    assert outcome(whole(best_params={"min_df": 10})(made), "EP008").findings[0].fields["names"] == [
        "min_df = 10 (1–10)"
    ]


def test_a_figure_that_is_clear_and_one_that_is_not_are_only_a_note() -> None:
    one = outcome(with_accuracy(0.51, 0.46, 0.55)(sound()), "EP006").findings
    both = outcome(with_accuracy(0.51, 0.46, 0.55)(scored(0.22, 0.20, 0.24)(sound())), "EP006").findings
    assert [(one[0].level, one[0].fields["metric_other"]), (both[0].level, len(both))] == [
        ("note", "accuracy"),
        ("warning", 1),
    ]


def test_a_label_of_any_length_is_cut_in_what_is_found() -> None:
    term = TERM.model_copy(update={"label": "x" * 1000})
    (said,) = outcome(examined(telling_terms=[term])(sound()), "EP004").findings[0].fields["names"]  # type: ignore[misc]
    assert len(said) < 80
    assert said.endswith("60%)")
