"""What only people know of a study: asked for once, and kept with the other settings."""

from __future__ import annotations

from epicrisis.settings.section import Section


class StudySettings(Section):
    """What reporting guidelines and model cards ask and no run can know.

    Nothing here changes a model. What is empty is told as missing by ``epicrisis report --tripod``, which also takes
    what was filled in after the training. "None", "not registered" and the like are answers too.

    Parameters
    ----------
    title, abstract, context, objectives
        Of the study: its name, its summary, the clinical question and earlier models, what it sets out to do.
    developer, contact
        Who made the model, and whom to ask.
    target_population, setting, dates, eligibility, representativeness, characteristics, treatments
        Of the patients: for whom the model is meant; where, when and how the patients of the notes came to be there.
    intended_use, intended_users, how_to_use, out_of_scope, poor_input
        Of the use: for what, by whom, how, for what not, and what to do with notes that are poor or incomplete.
    outcome, outcome_assessors, blinding
        Of the classes: what they mean, how, when and by whom they were given, and what those people had seen.
    predictors, predictor_assessors
        Of the notes: why these columns, how and when they are written, and by whom.
    model_choice, sample_size, clusters
        Of the analysis: why this kind of model, why so many notes suffice, hospitals or other clusters among them.
    health_inequalities, fairness
        Known inequalities, and what was done about the model's part in them.
    ethics, funding, conflicts, protocol, registration, data_sharing, code_sharing, model_access, patient_involvement
        Of the study's openness.
    interpretation, limitations, next_steps
        What the results mean.
    release_stage, clinical_risk, regulatory_approval, maintenance, security, publications
        Of the model's life, for the model card.
    """

    title: str = ""
    abstract: str = ""
    context: str = ""
    objectives: str = ""
    developer: str = ""
    contact: str = ""
    target_population: str = ""
    setting: str = ""
    dates: str = ""
    eligibility: str = ""
    representativeness: str = ""
    characteristics: str = ""
    treatments: str = ""
    intended_use: str = ""
    intended_users: str = ""
    how_to_use: str = ""
    out_of_scope: str = ""
    poor_input: str = ""
    outcome: str = ""
    outcome_assessors: str = ""
    blinding: str = ""
    predictors: str = ""
    predictor_assessors: str = ""
    model_choice: str = ""
    sample_size: str = ""
    clusters: str = ""
    health_inequalities: str = ""
    fairness: str = ""
    ethics: str = ""
    funding: str = ""
    conflicts: str = ""
    protocol: str = ""
    registration: str = ""
    data_sharing: str = ""
    code_sharing: str = ""
    model_access: str = ""
    patient_involvement: str = ""
    interpretation: str = ""
    limitations: str = ""
    next_steps: str = ""
    release_stage: str = ""
    clinical_risk: str = ""
    regulatory_approval: str = ""
    maintenance: str = ""
    security: str = ""
    publications: str = ""
