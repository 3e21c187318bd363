"""The size of a fitted model's matrix."""

from __future__ import annotations

from sklearn.pipeline import Pipeline

from epicrisis.features.encoded import EncodedFeatures
from epicrisis.features.pipeline import ClinicalFeatures
from epicrisis.models.blend import BlendClassifier
from epicrisis.training.preparation import Prepared
from epicrisis.training.result import FeatureFacts


def feature_facts(pipeline: Pipeline, prepared: Prepared) -> FeatureFacts:
    """Return the size of the matrix; of a blend, that of its widest member.

    Parameters
    ----------
    pipeline : Pipeline
        A fitted model.
    prepared : Prepared
        What it was fitted on.
    """
    classifier = pipeline.named_steps["classifier"].estimator_
    if isinstance(classifier, BlendClassifier):
        facts = [feature_facts(member, prepared) for member in classifier.members_]
        return max(facts, key=lambda one: one.word_terms + one.char_terms + one.section_terms)
    features = pipeline.named_steps["features"]
    if isinstance(features, EncodedFeatures):
        return _of(features.features_, prepared).model_copy(update={"vector_columns": features.encoder.width})
    return _of(features, prepared)


def _of(features: ClinicalFeatures, prepared: Prepared) -> FeatureFacts:
    terms = {block: len(names) for block, names in features.terms_.items()}
    onehot = features.tabular_.onehot
    return FeatureFacts(
        documents=prepared.facts.split.rows_train,
        word_terms=terms.get("word", 0),
        char_terms=terms.get("char", 0),
        section_terms=terms.get("section", 0),
        categories=0 if onehot is None else sum(map(len, onehot.categories_)),
        numbers=0 if features.tabular_.scaler is None else len(features.numeric),
        min_patients_per_term=features.min_patients,
        mean_tokens=prepared.shelf(features.min_patients).tokens(features.variant, "word")
        / prepared.facts.split.rows_train,
    )
