"""The shape of the CHAI Applied Model Card, version 0.2, and a check of cards against it.

Written from the published schema (https://mc.chai.org/v0.2/schema.xsd, Coalition for Health AI, draft): which elements
there are, in which order, and which may be left out. Every leaf is text. The signature, which the schema allows, is
left to whoever signs the card.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

NAMESPACE = "https://mc.chai.org/v0.2/schema.xsd"


@dataclass(frozen=True)
class Shape:
    """An element of the card.

    Parameters
    ----------
    name : str
        Its name.
    children : tuple of Shape
        What stands in it, in order; a leaf has none and holds text.
    optional : bool
        Whether it may be left out.
    many : bool
        Whether there may be more than one.
    """

    name: str
    children: tuple[Shape, ...] = ()
    optional: bool = False
    many: bool = False


def _leaves(*names: str) -> tuple[Shape, ...]:
    return tuple(Shape(name.removesuffix("?"), optional=name.endswith("?")) for name in names)


_RESULT = Shape("MetricResult", _leaves("Label", "ValueJson"), many=True)
_METRIC = (
    *_leaves("MetricGoal"),
    Shape("Results", (_RESULT,)),
    *_leaves("Interpretation", "TestType", "TestingDataDescription", "ValidationProcessAndJustification"),
)
_FACTS = _leaves(
    "OutcomesAndOutputs",
    "ModelType",
    "FoundationModels?",
    "InputDataSource",
    "OutputAndInputDataTypes",
    "DevelopmentDataCharacterization",
    "BiasMitigationApproaches",
    "OngoingMaintenance",
    "Security?",
    "Transparency?",
)
CARD = Shape(
    "AppliedModelCard",
    (
        Shape("BasicInfo", _leaves("ModelName", "ModelDeveloper", "DeveloperContact")),
        Shape(
            "ReleaseInfo",
            (
                *_leaves("ReleaseStage", "ReleaseDate", "ReleaseVersion", "GlobalAvailability"),
                Shape("EHRCompatibility", (Shape("EHR", optional=True, many=True),), optional=True),
                *_leaves("RegulatoryApproval?"),
            ),
        ),
        Shape(
            "ModelSummary",
            (*_leaves("Summary"), Shape("Keywords", (Shape("Keyword", optional=True, many=True),))),
        ),
        Shape(
            "UsesAndDirections",
            _leaves(
                "IntendedUseAndWorkflow",
                "PrimaryIntendedUsers",
                "HowToUse",
                "TargetedPatientPopulation",
                "CautionedOutOfScopeSettings",
            ),
        ),
        Shape(
            "Warnings",
            _leaves("KnownRisksAndLimitations", "KnownBiasesOrEthicalConsiderations", "ClinicalRiskLevel"),
        ),
        Shape(
            "TrustIngredients",
            (
                Shape("AISystemFacts", _FACTS),
                Shape(
                    "TransparencyInformation",
                    _leaves("FundingSource", "ThirdPartyInformation?", "StakeholdersConsulted"),
                ),
            ),
        ),
        Shape(
            "KeyMetrics",
            (
                Shape("UsefulnessUsabilityEfficacy", _METRIC),
                Shape("FairnessEquity", _METRIC),
                Shape("SafetyReliability", _METRIC),
            ),
        ),
        Shape(
            "Resources",
            _leaves(
                "EvaluationReferences?",
                "ClinicalTrial?",
                "PeerReviewedPublications",
                "ReimbursementStatus?",
                "PatientConsentOrDisclosure",
            ),
        ),
        *_leaves("Bibliography"),
    ),
)


def card_problems(root: Element, shape: Shape = CARD, above: str = "") -> list[str]:
    """Return what of a card does not follow the schema, as paths; nothing where it is valid.

    Parameters
    ----------
    root : Element
        A card, or an element of one.
    shape : Shape
        What it should be.
    above : str
        Path of the element that it stands in.
    """
    place = f"{above}/{shape.name}"
    if root.tag != f"{{{NAMESPACE}}}{shape.name}":
        return [f"{place}: found {root.tag}"]
    if root.attrib:
        return [f"{place}: attributes"]
    if not shape.children:
        return [f"{place}: elements in a text"] if len(root) else []
    if (root.text or "").strip() or any((child.tail or "").strip() for child in root):
        return [f"{place}: text between elements"]
    return list(_order_problems(root, shape, place))


def _order_problems(root: Element, shape: Shape, place: str) -> Iterator[str]:
    waiting = list(root)
    for expected in shape.children:
        found = 0
        while waiting and waiting[0].tag == f"{{{NAMESPACE}}}{expected.name}" and (expected.many or not found):
            yield from card_problems(waiting.pop(0), expected, place)
            found += 1
        if not found and not expected.optional:
            yield f"{place}/{expected.name}: missing"
    yield from (f"{place}: {child.tag} is too many or out of place" for child in waiting)
