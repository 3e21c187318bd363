"""Keep a fitted pipeline in a file, and get it back without running anything that the file brings along.

The format is skops: a zip archive of arrays and names of types. Which types may be made is decided by
`epicrisis.models.trust` alone; MLflow's own loader would take it from the model it loads (GHSA-w582-9x45-8mpx).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from zipfile import BadZipFile

from sklearn.pipeline import Pipeline

from epicrisis import plugins
from epicrisis.errors import CorruptFile, SettingsError
from epicrisis.i18n.catalogue import join_names
from epicrisis.models.trust import TRUSTED_TYPES, trusted_among
from epicrisis.tracking.tree_bounds import require_sound_trees
from epicrisis.workspace import file_digest, translate_os_errors, write_whole

MODEL_FILE: Final = "pipeline.skops"
_DIGEST_SUFFIX: Final = ".sha256"


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
    foreign = set(skops.io.get_untrusted_types(data=content)) - set(TRUSTED_TYPES)
    refused = sorted(foreign - trusted_among(foreign))
    if refused:
        raise SettingsError(
            "The model cannot be kept: it holds objects of types that may not be loaded again: {types}. Use another "
            "model, or have its ModelSpec name harmless types in trusted_types.",
            types=join_names(refused),
        )
    write_whole(file, content)
    digest = file_digest(file)
    write_whole(_digest_file(file), digest + "\n")
    return digest


def load_pipeline(file: Path) -> Pipeline:
    """Read a pipeline that `save_pipeline` wrote.

    The digest next to the file is compared before the file is parsed, which finds damage; the types that are trusted
    here and the check of the trees are what a forged file meets.

    Raises
    ------
    CorruptFile
        The file or its digest is missing or damaged, or the file holds types that neither epicrisis nor an
        installed package's model trusts.
    """
    import skops.io

    _require_digest(file)
    try:
        with translate_os_errors(file):
            foreign = set(skops.io.get_untrusted_types(file=file)) - set(TRUSTED_TYPES)
            trusted = trusted_among(foreign)
            if foreign - trusted:
                raise _untrusted(file, sorted(foreign - trusted))
            pipeline = skops.io.load(file, trusted=[*TRUSTED_TYPES, *sorted(trusted)])
    except (BadZipFile, KeyError, ValueError, TypeError, AttributeError, ImportError, EOFError) as error:
        raise _damaged(file, f"{type(error).__name__}") from error
    if not isinstance(pipeline, Pipeline):
        raise _damaged(file, f"{type(pipeline).__name__} instead of Pipeline")
    require_sound_trees(pipeline, file.name)
    return pipeline


def _untrusted(file: Path, types: list[str]) -> CorruptFile:
    return CorruptFile(
        "The model {file} holds types that may not be loaded: {types}. If it was trained with a model of another "
        "package, install that package here: it registers the model in the entry-point group {group!r}. Otherwise the "
        "file was not written by epicrisis or was tampered with.",
        file=file.name,
        types=join_names(types),
        group=plugins.MODELS,
    )


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
