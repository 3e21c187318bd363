"""What an audit was given and what it found, as lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from epicrisis.cli.table import aligned, indented
from epicrisis.errors import SourceNotFound, UsageError

if TYPE_CHECKING:
    from epicrisis.audit.findings import Finding
    from epicrisis.cli.console import Console
    from epicrisis.flows.auditing import AuditRecord


def wanted_strings(given: list[str], file: Path | None) -> list[str]:
    """Return the strings to look for, each once, without those that hold no letter or digit.

    Parameters
    ----------
    given : list of str
        Strings of the command line.
    file : Path or None
        A file with more of them, one a line.

    Raises
    ------
    SourceNotFound
        There is no such file.
    UsageError
        It holds no text in UTF-8.
    """
    every = dict.fromkeys([*given, *(_lines(file) if file else [])])
    return [text.strip() for text in every if any(letter.isalnum() for letter in text)]


def _lines(file: Path) -> list[str]:
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError as error:
        raise SourceNotFound("There is no file {file}.", file=file) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError("The file {file} cannot be read as text in UTF-8.", file=file) from error
    if not any(line.strip() for line in lines):
        raise UsageError("The file {file} is empty.", file=file)
    return lines


def audit_lines(record: AuditRecord, console: Console) -> list[str]:
    """Return what was searched, for what, and what was found; nothing of it is a patient's word.

    Parameters
    ----------
    record : AuditRecord
        The audit.
    console : Console
        Who speaks.
    """
    say = console.translate
    kinds = {
        "given": say("given string"),
        "patient_code": say("patient's code"),
        "sentence": say("words of a note"),
        "identifier": say("identifier"),
        "rare_term": say("term of too few patients"),
    }
    rows = [[one.place, kinds[one.kind], str(one.count), one.shown, _also(one, console)] for one in record.findings]
    lines = [
        say("Searched: {target}", target=record.target),
        *indented(
            aligned([[place, str(count)] for place, count in record.files.items()], right=True) if record.files else []
        ),
        say(
            "Looked for: strings given: {strings}; patients' codes: {codes}; identifiers of the notes shared by fewer "
            "than {patients} patients: {identifiers}; sentences, of snapshots: {notes}.",
            strings=record.strings,
            codes=record.patient_codes,
            identifiers=record.identifiers,
            patients=record.min_patients,
            notes=record.notes,
        ),
    ]
    if record.codes_passed_over:
        lines.append(
            say(
                "Not looked for: patients' codes that are too short to be told from other figures: {count}.",
                count=record.codes_passed_over,
            )
        )
    if record.not_searched:
        lines.append(say("Not searched, because the notes themselves are kept there:"))
        lines += indented(record.not_searched)
    if record.unread:
        lines.append(say("Could not be read or reached, so that the audit is not complete:"))
        lines += indented(record.unread)
    if not record.findings:
        return [*lines, say("Nothing was found.")]
    return [*lines, "", say("Found:"), *indented(aligned(rows))]


def _also(finding: Finding, console: Console) -> str:
    if finding.more:
        return console.translate("and {count} more", count=finding.more)
    return console.translate("row {row}", row=finding.row) if finding.row else ""
