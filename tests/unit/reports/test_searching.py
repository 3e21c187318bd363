"""What a report tells of its search: how it ended, what it spent and saved, and who was chosen why."""

from __future__ import annotations

import pytest

from epicrisis.reports.charts.history import gather_history
from epicrisis.reports.details import term_text
from epicrisis.reports.files import render_html, render_markdown
from epicrisis.reports.report import RunReference, gather
from epicrisis.reports.searching import chosen_number, cost_rows, pareto_rows, search_rows, search_section
from epicrisis.reports.tables import parameter_rows, trial_rows
from epicrisis.reports.wording import Wording
from epicrisis.training.result import ClassTerms, Failure, Member, TrialRecord

ENGLISH, SPANISH = Wording("en"), Wording("es")


def a_trial(number, value, *, state="complete", folds=None, fitting=5.0, predict_ms=0.05, **changes):
    return TrialRecord(
        number=number,
        state=state,
        params={"reading": "plain", "C": float(number)},
        value=value,
        folds=[value - 0.02, value, value, value, value + 0.02] if folds is None else folds,
        seconds=6.0,
        costs={"slicing": 0.5, "fitting": fitting, "scoring": 0.5},
        predict_ms=predict_ms,
        **changes,
    )


def make_report(make_result, trials, **search):
    made = make_result()
    facts = {
        "complete": sum(trial.state == "complete" for trial in trials),
        "pruned": sum(trial.state == "pruned" for trial in trials),
        "failed": sum(trial.state == "failed" for trial in trials),
        "resumed": 0,
        "objectives": ["f1_macro"],
        "fits_done": sum(len(trial.folds) for trial in trials),
        "costs": {"counting": 2.0, "slicing": 1.0, "fitting": 70.0, "scoring": 1.5, "bookkeeping": 0.4},
        "sampler_arguments": {"n_startup_trials": 8, "multivariate": True},
        **search,
    }
    changes = {"trials": trials, "search": made.search.model_copy(update=facts), "best_params": trials[0].params}
    return gather(made.model_copy(update=changes), RunReference())


def facts(rows):
    return {next(iter(row.values())): list(row.values())[1] for row in rows}


PRUNED = a_trial(2, None, state="pruned", folds=[0.50, 0.52], origin="search")
FAILED = a_trial(3, None, state="failed", folds=[], reason="ValueError", origin="search")


def test_a_single_search_is_told_in_facts(make_result):
    trials = [a_trial(0, 0.70, origin="default"), a_trial(1, 0.68, origin="earlier"), PRUNED, FAILED]
    told = facts(search_rows(make_report(make_result, trials, fits_saved=3, seconds_saved=9.0), ENGLISH))
    assert told == {
        "Why it ended": "All candidates asked for were tried",
        "Candidates tried, of those asked for": "4 / 20",
        "Where candidates came from": "Known-good default: 1 · Earlier winner: 1 · Sampler: 2",
        "Folds fitted": 12,
        "Folds that pruning saved": 3,
        "Time that pruning saved": "9.0\u00a0s",
        "Processes": 2,
        "Sampler": "TPESampler",
        "Sampler's arguments": "n_startup_trials = 8 · multivariate = yes",
    }


@pytest.mark.parametrize(
    ("stopped_by", "said"),
    [
        ("timeout", "Se le acabó el tiempo"),
        ("plateau", "Lo que aún se podía ganar era menos que el ruido de los pliegues"),
    ],
)
def test_why_it_ended_is_told_in_spanish(make_result, stopped_by, said):
    report = make_report(make_result, [a_trial(0, 0.7)], stopped_by=stopped_by)
    assert facts(search_rows(report, SPANISH))["Por qué acabó"] == said


def test_seconds_are_told_by_what_they_were_spent_on(make_result):
    told = facts(cost_rows(make_report(make_result, [a_trial(0, 0.7)]), ENGLISH))
    assert told["Fitting"] == "1\u00a0min 10\u00a0s"
    assert list(told) == [
        "Counting n-grams, in this run",
        "Slicing the counts for each fold",
        "Fitting",
        "Scoring",
        "Bookkeeping, in this run",
    ]


def test_a_report_from_before_the_record_of_costs_claims_nothing_of_them(make_result):
    report = gather(make_result(), RunReference())
    assert cost_rows(report, ENGLISH) == []
    assert pareto_rows(report, ENGLISH) == []
    assert list(facts(search_rows(report, ENGLISH))) == [
        "Why it ended",
        "Candidates tried, of those asked for",
        "Processes",
        "Sampler",
    ]
    assert {row["Origin"] for row in trial_rows(report.trials, "en")} == {"–"}


def test_pruned_and_failed_candidates_are_marked_and_keep_what_they_had(make_result):
    rows = trial_rows([a_trial(0, 0.7, origin="default"), PRUNED, FAILED], "en")
    told = [(row["State"], row["Origin"], row["Value"], row["Folds"]) for row in rows]
    assert told == [
        ("Complete", "Known-good default", "0.700", 5),
        ("Pruned", "Sampler", "(0.510)", 2),
        ("Failed: ValueError", "Sampler", "–", 0),
    ]


def test_the_history_knows_the_mean_of_a_pruned_candidates_folds(make_result):
    trials = [a_trial(0, 0.7), PRUNED, FAILED]
    history = gather_history(trials, make_report(make_result, trials).search)
    assert history is not None
    assert history.partial == {2: pytest.approx(0.51)}
    assert history.unfinished == [2, 3]


def test_the_sentence_on_pruning_is_there_only_if_something_was_pruned(make_result):
    said = [search_section(make_report(make_result, trials), ENGLISH) for trials in ([a_trial(0, 0.7)], [PRUNED])]
    assert [any("pruned candidate" in sentence for sentence in one.sentences) for one in said] == [False, True]


def test_of_several_objectives_the_front_is_shown_and_why_one_was_chosen(make_result):
    def of(number, value, predict_ms):
        return a_trial(number, value, objectives={"f1_macro": value, "predict_ms": predict_ms, "fit_s": 1.0})

    trials = [of(0, 0.69, 0.03), of(1, 0.70, 0.05), of(2, 0.5, 0.01), of(3, 0.4, 0.05)]
    report = make_report(make_result, trials, objectives=["f1_macro", "predict_ms", "fit_s"], pareto=[0, 1, 2])
    assert chosen_number(report) == 0
    assert pareto_rows(report, ENGLISH) == [
        {"Candidate": 0, "F1 (macro)": "0.690", "Milliseconds a note": "0.03", "Seconds a fit": "1", "Chosen": "Yes"},
        {"Candidate": 1, "F1 (macro)": "0.700", "Milliseconds a note": "0.05", "Seconds a fit": "1", "Chosen": "–"},
        {"Candidate": 2, "F1 (macro)": "0.500", "Milliseconds a note": "0.01", "Seconds a fit": "1", "Chosen": "–"},
    ]
    assert (
        "Candidate 0 was chosen: the best by “Milliseconds a note” of those whose “F1 (macro)” is within one standard "
        "error (0.006) of the best, 0.700. With several objectives nothing is pruned."
    ) in search_section(report, ENGLISH).sentences


def test_of_another_metric_every_candidates_figure_is_shown(make_result):
    trials = [
        a_trial(n, value, objectives={"f1_macro": value, "roc_auc": 0.9 + n / 100})
        for n, value in enumerate((0.7, 0.69))
    ]
    report = make_report(make_result, trials, objectives=["f1_macro", "roc_auc"], pareto=[0, 1])
    column = [name for name in pareto_rows(report, ENGLISH)[0] if "ROC" in name]
    assert [[row[name] for name in column] for row in pareto_rows(report, ENGLISH)] == [["0.900"], ["0.910"]]


def test_a_way_of_reading_is_told_in_words(make_result):
    result = make_result(best_params={"reading": "negation", "C": 1.0})
    assert parameter_rows(result, "es")[0] == {
        "Parámetro": "reading",
        "Valor": "negation (distingue las palabras negadas)",
    }


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ("llanto", "llanto"),
        ("no~ideación", "no … ideación"),
        ("no~ideación no~suicida", "no … ideación suicida"),
        ("niega no~ideación", "niega no … ideación"),
        ("no~fiebre pero", "no … fiebre pero"),
        ("objetivo:no~llanto", "objetivo:no … llanto"),
        ("quizá~tep", "quizá … tep"),
        ("no~fiebre antes~asma", "no … fiebre antes … asma"),
        ("familia~cáncer familia~gástrico", "familia … cáncer gástrico"),
    ],
)
def test_a_term_inside_a_negation_is_legible(term, written):
    assert term_text(term) == written


@pytest.mark.parametrize(("language", "noted"), [("es", "«no … palabra» es esa palabra"), ("en", "“no … word” is")])
def test_the_mark_of_negation_is_explained_where_it_occurs(make_result, language, noted):
    terms = [ClassTerms(label="A", terms=[("no~ideación no~suicida", 1.2)])]
    marked, plain = (gather(make_result(**changes), RunReference()) for changes in ({"terms": terms}, {}))
    for render in (render_html, render_markdown):
        assert "no … ideación suicida" in render(marked, language)
        assert "no~" not in render(marked, language)
        assert noted in render(marked, language)
        assert noted not in render(plain, language)


@pytest.mark.parametrize(("language", "noted"), [("es", "«quizá … palabra» es"), ("en", "“quizá … word” is")])
def test_the_other_marks_are_explained_where_one_occurs(make_result, language, noted):
    terms = [ClassTerms(label="A", terms=[("antes~asma", 1.2)])]
    marked, plain = (gather(make_result(**changes), RunReference()) for changes in ({"terms": terms}, {}))
    for render in (render_html, render_markdown):
        assert "antes … asma" in render(marked, language)
        assert noted in render(marked, language)
        assert noted not in render(plain, language)


@pytest.mark.parametrize(("language", "noted"), [("es", "Los términos son raíces"), ("en", "The terms are stems")])
def test_stems_are_explained_where_the_winner_or_a_member_of_the_blend_reads_them(make_result, language, noted):
    stems, plain = make_result(best_params={"reading": "stems"}), make_result(best_params={"reading": "plain"})
    member = Member(model="ridge", weight=1.0, cv=stems.cv, params={"reading": "stems"})
    blend = plain.model_copy(update={"members": [member]})
    for result, said in ((stems, True), (blend, True), (plain, False)):
        assert (noted in render_html(gather(result, RunReference()), language)) is said


def test_why_a_candidate_failed_is_told_in_the_reader_s_language(make_result):
    reason = "f1_macro does not exist on fold 2."
    failure = Failure(template="{metric} does not exist on fold {fold}.", fields={"metric": "f1_macro", "fold": 2})
    told = FAILED.model_copy(update={"reason": reason, "failure": failure})
    earlier = FAILED.model_copy(update={"reason": "No term {is} left."})
    report = make_report(make_result, [a_trial(0, 0.70), told, earlier])
    for language, said in (("es", "f1_macro no existe en el pliegue 2."), ("en", reason)):
        page = render_html(report, language)
        assert said in page
        assert "No term {is} left." in page
