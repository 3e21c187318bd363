"""TRIPOD+AI, one row an item (Collins et al. 2024, doi:10.1136/bmj-2023-078378).

The numbers, and whether an item concerns development (D), evaluation (E) or both, are the statement's; what an item
asks is said in our own words, shortened. A run develops a model and evaluates it, so that every item concerns it.
"""

from __future__ import annotations

from epicrisis.i18n.catalogue import sentence
from epicrisis.reports.guidelines import facts_data as data
from epicrisis.reports.guidelines import facts_model as model
from epicrisis.reports.guidelines import facts_performance as performance
from epicrisis.reports.guidelines.items import Item, Part, answer
from epicrisis.reports.guidelines.records import Evidence, ItemAnswer
from epicrisis.reports.guidelines.run import Run

TITLE = sentence("Title and abstract")
INTRODUCTION = sentence("Introduction")
PATIENTS = sentence("Methods: data and patients")
PREDICTION = sentence("Methods: outcome and predictors")
ANALYSIS = sentence("Methods: analysis")
OPENNESS = sentence("Open science and involvement")
RESULTS = sentence("Results")
DISCUSSION = sentence("Discussion")

NOT_LOOKED_AT = {
    "calibration": sentence("Calibration on the test notes was not looked at in this run."),
    "utility": sentence("Net benefit was not looked at in this run."),
    "subgroups": sentence("No subgroup of patients was looked at in this run."),
    "curves": sentence("The report has no curves of this run."),
    "intervals": sentence("The figures of this run have no intervals."),
    "search": sentence("No search was recorded."),
    "address": sentence("It is not known where the saved model is: the run has not reached MLflow."),
    "decision": sentence("The report is of an earlier version, which did not record how a class is chosen."),
    "steps": sentence("The run does not show that nothing was learned from test notes."),
    "classes": sentence("The run does not know how many notes each class has."),
    "evaluation": sentence("The run has no test notes."),
    "abstention": sentence("Doubtful answers were not looked at in this run."),
}


def no_updating(run: Run) -> Evidence | None:
    """Return that nothing was changed after the evaluation: a run ends with it."""
    text = run.words.say("The test notes were opened once, at the end; the model was not changed afterwards.")
    return run.told(text, "split.rows_test")


def no_imbalance_method(run: Run) -> Evidence | None:
    """Return that nothing was done about unequal classes; None where something was."""
    if model.imbalance(run) is not None:
        return None
    text = run.words.say(
        "No method against unequal classes was used: no resampling, no class weights, no favouring of rare classes."
    )
    return run.told(text, "best_params", "model_params", "calibration.tempering")


def ask(*keys: str) -> tuple[Part, ...]:
    """Return parts that only people know."""
    return tuple(Part(ask=key) for key in keys)


FIGURES = Part(performance.performance, lacks=NOT_LOOKED_AT["intervals"])
CHARACTERISTICS = Part(data.characteristics, "characteristics")
EVENTS = Part(data.events, lacks=NOT_LOOKED_AT["classes"])

ITEMS: tuple[Item, ...] = (
    Item("1", TITLE, sentence("Title: a prediction model, its patients and its outcome"), "D;E", ask("title")),
    Item("2", TITLE, sentence("Structured abstract"), "D;E", (FIGURES, *ask("abstract"))),
    Item("3a", INTRODUCTION, sentence("Clinical context, reason, earlier models"), "D;E", ask("context")),
    Item(
        "3b",
        INTRODUCTION,
        sentence("Target population, place in the care pathway, intended users"),
        "D;E",
        ask("target_population", "intended_use", "intended_users"),
    ),
    Item("3c", INTRODUCTION, sentence("Known health inequalities"), "D;E", ask("health_inequalities")),
    Item(
        "4",
        INTRODUCTION,
        sentence("Objectives: development, evaluation or both"),
        "D;E",
        (Part(model.purpose, lacks=NOT_LOOKED_AT["evaluation"]), *ask("objectives")),
    ),
    Item(
        "5a",
        PATIENTS,
        sentence("Sources of the data, why they were chosen, how representative they are"),
        "D;E",
        (Part(data.source), *ask("representativeness")),
    ),
    Item("5b", PATIENTS, sentence("Dates of the data"), "D;E", (Part(data.period, "dates"),)),
    Item("6a", PATIENTS, sentence("Kind of care, number and place of the centres"), "D;E", ask("setting")),
    Item(
        "6b",
        PATIENTS,
        sentence("Who was eligible"),
        "D;E",
        (Part(data.exclusions), *ask("eligibility")),
    ),
    Item("6c", PATIENTS, sentence("Treatments and how they were dealt with"), "D;E", ask("treatments")),
    Item(
        "7",
        PATIENTS,
        sentence("Preparation and quality checks, alike across groups or not"),
        "D;E",
        (Part(data.preparation), Part(data.same_steps, lacks=NOT_LOOKED_AT["steps"])),
    ),
    Item(
        "8a",
        PREDICTION,
        sentence("The outcome: definition, when and how assessed, why, alike across groups or not"),
        "D;E",
        (Part(data.outcome), *ask("outcome")),
    ),
    Item("8b", PREDICTION, sentence("Who assessed the outcome"), "D;E", ask("outcome_assessors")),
    Item("8c", PREDICTION, sentence("Blinding of the outcome's assessment"), "D;E", ask("blinding")),
    Item(
        "9a",
        PREDICTION,
        sentence("Choice of the first predictors and selection before the model was built"),
        "D",
        (Part(model.preselection), *ask("predictors")),
    ),
    Item(
        "9b",
        PREDICTION,
        sentence("Definition of all predictors: how and when measured, blinding"),
        "D;E",
        (Part(data.predictors), *ask("predictors")),
    ),
    Item("9c", PREDICTION, sentence("Who assessed the predictors"), "D;E", ask("predictor_assessors")),
    Item(
        "10",
        ANALYSIS,
        sentence("Sample size of development and evaluation, and why it is enough"),
        "D;E",
        (
            Part(data.sizes, lacks=NOT_LOOKED_AT["classes"]),
            Part(performance.precision, lacks=NOT_LOOKED_AT["intervals"]),
            *ask("sample_size"),
        ),
    ),
    Item("11", ANALYSIS, sentence("Missing data, and reasons for omitting any"), "D;E", (Part(data.missing_data),)),
    Item("12a", ANALYSIS, sentence("How the data were divided and used"), "D", (Part(data.partition),)),
    Item("12b", ANALYSIS, sentence("How predictors were handled"), "D", (Part(model.handling),)),
    Item(
        "12c",
        ANALYSIS,
        sentence("Kind of model and why, all steps of building it, tuning, internal validation"),
        "D",
        (
            Part(model.kind),
            Part(model.search, lacks=NOT_LOOKED_AT["search"]),
            Part(model.validation),
            *ask("model_choice"),
        ),
    ),
    Item("12d", ANALYSIS, sentence("Heterogeneity across clusters such as hospitals"), "D;E", ask("clusters")),
    Item(
        "12e",
        ANALYSIS,
        sentence("Measures and plots of performance: discrimination, calibration, clinical utility"),
        "D;E",
        (
            Part(performance.measures, lacks=NOT_LOOKED_AT["intervals"]),
            Part(performance.calibration, lacks=NOT_LOOKED_AT["calibration"]),
            Part(performance.utility, lacks=NOT_LOOKED_AT["utility"]),
        ),
    ),
    Item("12f", ANALYSIS, sentence("Updating of the model after its evaluation"), "E", (), no_updating),
    Item(
        "12g",
        ANALYSIS,
        sentence("How the predictions were calculated"),
        "E",
        (Part(model.predictions, lacks=NOT_LOOKED_AT["address"]),),
    ),
    Item(
        "13",
        ANALYSIS,
        sentence("Methods against class imbalance, and recalibration after them"),
        "D;E",
        (Part(model.imbalance), Part(model.recalibration, lacks=NOT_LOOKED_AT["decision"])),
        no_imbalance_method,
    ),
    Item(
        "14",
        ANALYSIS,
        sentence("Approaches to fairness, and why"),
        "D;E",
        (Part(performance.subgroups, lacks=NOT_LOOKED_AT["subgroups"]), *ask("fairness")),
    ),
    Item(
        "15",
        ANALYSIS,
        sentence("Output of the model, and how a class or threshold is chosen"),
        "D",
        (Part(model.output, lacks=NOT_LOOKED_AT["decision"]),),
    ),
    Item(
        "16",
        ANALYSIS,
        sentence("Differences between the data of development and of evaluation"),
        "D;E",
        (Part(data.same_source),),
    ),
    Item("17", OPENNESS, sentence("Ethical approval and consent"), "D;E", ask("ethics")),
    Item("18a", OPENNESS, sentence("Funding and the role of the funders"), "D;E", ask("funding")),
    Item("18b", OPENNESS, sentence("Conflicts of interest"), "D;E", ask("conflicts")),
    Item("18c", OPENNESS, sentence("Protocol, or that there was none"), "D;E", ask("protocol")),
    Item("18d", OPENNESS, sentence("Registration, or that there was none"), "D;E", ask("registration")),
    Item("18e", OPENNESS, sentence("Availability of the data"), "D;E", ask("data_sharing")),
    Item(
        "18f",
        OPENNESS,
        sentence("Availability of the code"),
        "D;E",
        (Part(model.code), *ask("code_sharing")),
    ),
    Item("19", OPENNESS, sentence("Involvement of patients and the public"), "D;E", ask("patient_involvement")),
    Item("20a", RESULTS, sentence("Flow of patients, with and without the outcome"), "D;E", (Part(data.flow), EVENTS)),
    Item(
        "20b",
        RESULTS,
        sentence("Characteristics of the patients: dates, predictors, events, missing data, by group"),
        "D;E",
        (Part(data.class_balance, lacks=NOT_LOOKED_AT["classes"]), CHARACTERISTICS),
    ),
    Item(
        "20c",
        RESULTS,
        sentence("Comparison of the evaluation data with the development data"),
        "E",
        (Part(data.class_shares, lacks=NOT_LOOKED_AT["classes"]), CHARACTERISTICS),
    ),
    Item(
        "21",
        RESULTS,
        sentence("Patients and events of each analysis"),
        "D;E",
        (Part(data.analyses), EVENTS),
    ),
    Item(
        "22",
        RESULTS,
        sentence("The full model, and restrictions on its use"),
        "D",
        (Part(model.specification, lacks=NOT_LOOKED_AT["address"]), *ask("model_access")),
    ),
    Item(
        "23a",
        RESULTS,
        sentence("Performance with intervals, also by subgroup; plots"),
        "D;E",
        (
            FIGURES,
            Part(performance.subgroups, lacks=NOT_LOOKED_AT["subgroups"]),
            Part(performance.plots, lacks=NOT_LOOKED_AT["curves"]),
        ),
    ),
    Item(
        "23b",
        RESULTS,
        sentence("Heterogeneity of performance across clusters, if examined"),
        "D;E",
        ask("clusters"),
    ),
    Item("24", RESULTS, sentence("Results of updating the model"), "E", (), no_updating),
    Item(
        "25",
        DISCUSSION,
        sentence("Interpretation: objectives, fairness, earlier studies"),
        "D;E",
        ask("interpretation"),
    ),
    Item("26", DISCUSSION, sentence("Limitations"), "D;E", (Part(performance.limits), *ask("limitations"))),
    Item(
        "27a",
        DISCUSSION,
        sentence("Poor or missing input at the time of use"),
        "D",
        (
            Part(model.input_contract),
            Part(performance.abstention, lacks=NOT_LOOKED_AT["abstention"]),
            *ask("poor_input"),
        ),
    ),
    Item("27b", DISCUSSION, sentence("What users must do and know"), "D", ask("how_to_use")),
    Item("27c", DISCUSSION, sentence("Next steps of research"), "D;E", ask("next_steps")),
)


def tripod_answers(run: Run) -> list[ItemAnswer]:
    """Return the answers to all items, in the statement's order."""
    return [answer(item, run) for item in ITEMS]
