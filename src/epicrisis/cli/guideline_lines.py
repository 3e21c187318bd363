"""What ``epicrisis report --tripod`` tells at its end, in words and as JSON."""

from __future__ import annotations

from epicrisis.cli.table import shown_path
from epicrisis.i18n.catalogue import translate
from epicrisis.reports.guidelines.document import status_line, verdict_line
from epicrisis.reports.guidelines.files import GuidelineFiles
from epicrisis.reports.wording import Wording
from epicrisis.settings.values import Language


def guideline_lines(files: GuidelineFiles, language: Language) -> list[str]:
    """Return how the guidelines stand, what is missing and where to write it, and where the files are."""
    words, record = Wording(language), files.record
    lines = [status_line(record, words), verdict_line(record, words)]
    if files.study:
        lines += [
            translate(
                "{count} things only you know are missing. Write them once under [study] in epicrisis.toml; {path} is "
                "the table to paste:",
                language,
                count=len(record.asks),
                path=shown_path(files.study),
            ),
            *(f"  {ask.key}: {ask.asks}" for ask in record.asks),
        ]
    return [
        *lines,
        "",
        translate("Guidelines: {path}", language, path=shown_path(files.html)),
        translate("Model card: {path}", language, path=shown_path(files.card)),
    ]


def guideline_answer(files: GuidelineFiles) -> dict[str, object]:
    """Return what ``--json`` tells of the guidelines."""
    record = files.record
    return {
        "guidelines_html": str(files.html),
        "guidelines_md": str(files.markdown),
        "guidelines_json": str(files.json),
        "model_card": str(files.card),
        "study_toml": str(files.study) if files.study else None,
        "tripod": record.count_items(),
        "probast": record.count_answers(),
        "missing": [ask.key for ask in record.asks],
    }
