"""The texts of the model card, by element: from the run, from ``[study]``, or empty where nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

from epicrisis.reports.guidelines import facts_data as data
from epicrisis.reports.guidelines import facts_model as model
from epicrisis.reports.guidelines import facts_performance as performance
from epicrisis.reports.guidelines.run import Find, Run
from epicrisis.reports.plain import label_name, plain_points
from epicrisis.reports.sections import STATEMENT
from epicrisis.reports.wording import shorten

FROM_STUDY = {
    "ModelDeveloper": ("developer",),
    "DeveloperContact": ("contact",),
    "ReleaseStage": ("release_stage",),
    "GlobalAvailability": ("model_access",),
    "RegulatoryApproval": ("regulatory_approval",),
    "IntendedUseAndWorkflow": ("intended_use",),
    "PrimaryIntendedUsers": ("intended_users",),
    "HowToUse": ("how_to_use", "poor_input"),
    "TargetedPatientPopulation": ("target_population",),
    "CautionedOutOfScopeSettings": ("out_of_scope",),
    "ClinicalRiskLevel": ("clinical_risk",),
    "OngoingMaintenance": ("maintenance",),
    "Security": ("security",),
    "FundingSource": ("funding",),
    "StakeholdersConsulted": ("patient_involvement",),
    "PeerReviewedPublications": ("publications",),
    "PatientConsentOrDisclosure": ("ethics",),
}
"""Elements that only people can fill, and the keys of ``[study]`` that do."""


def card_texts(run: Run) -> dict[str, str | Sequence[str]]:
    """Return the text of each element, or several; an empty one is not known."""
    report, say = run.report, run.words.say
    texts: dict[str, str | Sequence[str]] = {name: _said(run, *keys) for name, keys in FROM_STUDY.items()}
    return texts | {
        "ModelName": run.said("title") or say("Classifier of “{label}”", label=label_name(report)),
        "ReleaseDate": run.words.moment(report.created_at),
        "ReleaseVersion": report.run.model_uri or report.run.run_id or report.split.sha256[:16],
        "Summary": " ".join([*plain_points(report, run.words), say(STATEMENT)]),
        "Keyword": [shorten(name, 60) for name in (label_name(report), report.model) if name],
        "KnownRisksAndLimitations": _joined(run, ["limitations"], performance.limits),
        "KnownBiasesOrEthicalConsiderations": _joined(run, ["health_inequalities"], performance.subgroups),
        "OutcomesAndOutputs": _joined(run, ["outcome"], data.outcome, model.output, performance.abstention),
        "ModelType": _joined(run, [], model.kind),
        "InputDataSource": _joined(run, ["setting"], data.source, data.period),
        "OutputAndInputDataTypes": _joined(run, [], data.predictors, model.output),
        "DevelopmentDataCharacterization": _joined(run, ["characteristics"], data.flow, data.class_balance),
        "BiasMitigationApproaches": _joined(run, ["fairness"], model.imbalance, data.partition),
        "Transparency": _joined(run, ["code_sharing"], model.specification, model.code),
        "ThirdPartyInformation": _joined(run, [], model.code),
        "EvaluationReferences": report.run.run_url or "",
        "Bibliography": BIBLIOGRAPHY,
    }


def _said(run: Run, *keys: str) -> str:
    return " ".join(text for key in keys if (text := run.said(key)))


def _joined(run: Run, keys: Sequence[str], *finders: Find) -> str:
    found = [evidence.text for find in finders if (evidence := find(run)) is not None]
    return " ".join(text for text in (_said(run, *keys), *found) if text)


BIBLIOGRAPHY = (
    "@article{tripodai, author={Collins, Gary S. and others}, title={TRIPOD+AI statement}, journal={BMJ}, year={2024}, "
    "volume={385}, pages={e078378}, doi={10.1136/bmj-2023-078378}}"
)
