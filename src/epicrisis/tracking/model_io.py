"""Keep a fitted pipeline in a file, and get it back without running anything that the file brings along.

The format is skops: a zip archive of arrays and names of types. Which types may be made is decided by the list in
this file alone; MLflow's own loader would take it from the model it loads (GHSA-w582-9x45-8mpx).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from zipfile import BadZipFile

from sklearn.pipeline import Pipeline

from epicrisis.errors import CorruptFile, SettingsError
from epicrisis.i18n.catalogue import join_names
from epicrisis.tracking.tree_bounds import require_sound_trees
from epicrisis.workspace import file_digest, translate_os_errors, write_whole

MODEL_FILE: Final = "pipeline.skops"
_DIGEST_SUFFIX: Final = ".sha256"

# Beyond scikit-learn's estimators and NumPy's arrays, which skops trusts by itself.
TRUSTED_TYPES: Final[tuple[str, ...]] = (
    "collections.OrderedDict",
    "epicrisis.features.encoded.EncodedFeatures",
    # Weights and tokenizer as they are; `onnx_graph` looks at them before the runtime does.
    "epicrisis.features.encoder.FrozenEncoder",
    "epicrisis.features.pipeline.ClinicalFeatures",
    "epicrisis.features.tabular.TabularEncoder",
    "epicrisis.features.weighting.TermWeights",
    "epicrisis.features.weighting.TextParams",
    "epicrisis.features.weighting.TextWeights",
    "epicrisis.features.raw.RawRows",
    "epicrisis.models.blend.BlendClassifier",
    "epicrisis.models.boosted_trees.BoostedTrees",
    "epicrisis.models.calibrated.CalibratedClassifier",
    "lightgbm.basic.Booster",
    "numpy.dtype",
    # What scikit-learn's classifiers hold inside; `tree_bounds` checks the content of the trees.
    "sklearn._loss._loss.CyHalfBinomialLoss",
    "sklearn._loss._loss.CyHalfMultinomialLoss",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.tree._tree.Tree",
    "sklearn.utils._bunch.Bunch",
)


def save_pipeline(pipeline: Pipeline, file: Path) -> str:
    """Write a fitted pipeline to a file, and the file's SHA-256 into another next to it.

    Parameters
    ----------
    pipeline : Pipeline
        The fitted pipeline.
    file : Path
        Where to; its folder is made. The digest goes to the same name with ``.sha256`` added.

    Returns
    -------
    str
        The SHA-256 in hexadecimal digits.

    Raises
    ------
    SettingsError
        The pipeline holds objects that `load_pipeline` would refuse.
    WorkspaceUnusable
        The disk is full or the folder cannot be written.
    """
    import skops.io

    content = skops.io.dumps(pipeline)
    foreign = sorted(set(skops.io.get_untrusted_types(data=content)) - set(TRUSTED_TYPES))
    if foreign:
        raise SettingsError(
            "The model cannot be kept: it holds objects of types that may not be loaded again: {types}. Use another "
            "model, or add harmless types to TRUSTED_TYPES in epicrisis/tracking/model_io.py.",
            types=join_names(foreign),
        )
    write_whole(file, content)
    digest = file_digest(file)
    write_whole(_digest_file(file), digest + "\n")
    return digest


def load_pipeline(file: Path) -> Pipeline:
    """Read a pipeline that `save_pipeline` wrote.

    The digest next to the file is compared before the file is parsed, which finds damage; the list of types and the
    check of the trees are what a forged file meets.

    Raises
    ------
    CorruptFile
        The file or its digest is missing or damaged, or the file holds types that are not on our list.
    """
    import skops.io
    from skops.io.exceptions import UntrustedTypesFoundException

    _require_digest(file)
    try:
        with translate_os_errors(file):
            pipeline = skops.io.load(file, trusted=list(TRUSTED_TYPES))
    except UntrustedTypesFoundException as error:
        raise CorruptFile(
            "The model {file} was not written by epicrisis or was tampered with: it holds types that may not be "
            "loaded: {types}.",
            file=file.name,
            types=join_names(_foreign_types(file)),
        ) from error
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, ImportError, EOFError) as error:
        raise _damaged(file, f"{type(error).__name__}") from error
    if not isinstance(pipeline, Pipeline):
        raise _damaged(file, f"{type(pipeline).__name__} instead of Pipeline")
    require_sound_trees(pipeline, file.name)
    return pipeline


def _foreign_types(file: Path) -> list[str]:
    import skops.io

    return sorted(set(skops.io.get_untrusted_types(file=file)) - set(TRUSTED_TYPES))


def _digest_file(file: Path) -> Path:
    return file.with_name(file.name + _DIGEST_SUFFIX)


def _require_digest(file: Path) -> None:
    try:
        expected = _digest_file(file).read_text(encoding="ascii").strip()
        found = file_digest(file)
    except (OSError, UnicodeDecodeError) as error:
        raise CorruptFile(
            "The model {file} cannot be read, or its digest {digest} is missing.",
            file=file.name,
            digest=_digest_file(file).name,
        ) from error
    if found != expected:
        raise _damaged(file, "SHA-256")


def _damaged(file: Path, reason: str) -> CorruptFile:
    return CorruptFile(
        "The model {file} is damaged ({reason}). Fetch it again, or train again.", file=file.name, reason=reason
    )
