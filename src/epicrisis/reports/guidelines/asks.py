"""What each key of ``[study]`` asks, and the table that a person fills in."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from epicrisis.reports.guidelines.records import Ask
from epicrisis.reports.wording import Wording

ASKS = {
    "title": "Title of the study: prediction model, patients, outcome.",
    "abstract": "Structured summary of the study.",
    "context": "The clinical question, why a model is of use, and earlier models.",
    "objectives": "What the study sets out to do: develop, evaluate or both.",
    "developer": "Who made the model: person, unit or institution.",
    "contact": "Whom to ask about the model.",
    "target_population": "The patients for whom the model is meant.",
    "setting": "Where the notes come from: kind of care, number and place of the centres.",
    "dates": "First and last day on which patients were taken in; end of follow-up.",
    "eligibility": "Which patients and notes were taken in, and which were not, in clinical terms.",
    "representativeness": "Why this source, and how well it stands for the patients of the intended use.",
    "characteristics": "Table of the patients' characteristics by group, training and test, or where it stands.",
    "treatments": "Treatments that the patients received, and how they were dealt with; or that it does not matter.",
    "intended_use": "What the model is for, and at which point of the care.",
    "intended_users": "Who is to use the model.",
    "how_to_use": "How the answers are to be used, what the user has to do, and what the user has to know.",
    "out_of_scope": "For what, for whom and where the model is not to be used.",
    "poor_input": "How poor, missing or unusual notes are recognised at the time of use, and what is done then.",
    "outcome": "What the classes mean, how and when they were given, why this outcome, alike for all groups or not.",
    "outcome_assessors": "Who gave the classes, with which training; or that it needed no judgement.",
    "blinding": "Whether those who gave the classes had read the notes, and what was done against it.",
    "predictors": "Why these columns; how and when they are written, and whether the class was known by then.",
    "predictor_assessors": "Who writes the notes, with which training.",
    "model_choice": "Why this kind of model.",
    "sample_size": "How the number of notes came about, and why it is enough.",
    "clusters": "Hospitals or other clusters among the notes, and how differences between them were treated.",
    "health_inequalities": "Known inequalities between social groups in this care.",
    "fairness": "What was done so that the model treats groups alike, and why.",
    "ethics": "Ethics committee, approval, and consent of the patients or its waiver.",
    "funding": "Who paid, and what part they had.",
    "conflicts": "Conflicts of interest of all authors.",
    "protocol": "Where the protocol can be read; or that there was none.",
    "registration": "Register and number; or that the study was not registered.",
    "data_sharing": "Whether and how the data can be had.",
    "code_sharing": "Whether and how the code of the analysis can be had.",
    "model_access": "Whether and how the model can be had, and under what restrictions.",
    "patient_involvement": "What part patients and the public had; or that they had none.",
    "interpretation": "What the results mean, in view of the objectives, of fairness and of earlier studies.",
    "limitations": "Limits of the study, and what they do to bias, uncertainty and generality.",
    "next_steps": "What research comes next.",
    "release_stage": "Stage of the model: research, pilot, in use.",
    "clinical_risk": "Risk for a patient if the model errs, and who judged it.",
    "regulatory_approval": "Approval as a medical device; or that there is none.",
    "maintenance": "Who watches over the model once it is in use, and when it is renewed.",
    "security": "How the model and the notes are protected where it is used.",
    "publications": "Publications about the model.",
}


def ask_sentence(key: str, words: Wording) -> str:
    """Return what a key of ``[study]`` asks, in the language of `words`."""
    return words.say(ASKS[key])


def study_table(asks: Sequence[Ask], words: Wording) -> str:
    """Return the missing keys as a table to paste into the settings, each under what it asks.

    As it is, it changes nothing: every value is empty.
    """
    head = words.say("Paste this into epicrisis.toml, and fill in what is known. “None” is an answer too.")
    lines = [*textwrap.wrap(head, 116, initial_indent="# ", subsequent_indent="# "), "[study]"]
    for ask in asks:
        lines += textwrap.wrap(ask.asks, 116, initial_indent="# ", subsequent_indent="# ")
        lines.append(f'{ask.key.removeprefix("study.")} = ""')
    return "\n".join(lines) + "\n"
