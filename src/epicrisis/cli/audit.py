"""``epicrisis audit``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from epicrisis.cli.call import Call
from epicrisis.errors import DataError, OutsideError, SourceNotFound, UsageError

if TYPE_CHECKING:
    from epicrisis.audit.findings import Finding
    from epicrisis.cli.console import Console
    from epicrisis.flows.auditing import AuditRecord


def audit(
    call: Call,
    target: Annotated[
        str,
        typer.Argument(
            metavar="MODEL_OR_RUN",
            show_default=False,
            help="A run, its report's folder, a model's file or folder, or models:/name/alias; the latest run if none.",
        ),
    ] = "",
    string: Annotated[
        list[str], typer.Option("--string", metavar="TEXT", help="Text that must not be found; may be repeated.")
    ] = [],  # noqa: B006 - Typer reads it, nobody writes to it
    strings: Annotated[
        Path | None, typer.Option("--strings", metavar="FILE", help="File of such texts in UTF-8, one a line.")
    ] = None,
) -> None:
    """Look for patients' words in everything that a run left behind; exit with 4 if any are found.

    Parameters
    ----------
    call : Call
        The common options.
    target : str
        The model or run.
    string : list of str
        Texts to look for.
    strings : Path
        A file of such texts.

    Raises
    ------
    SourceNotFound
        There is no such model or run, or no such file.
    UsageError
        The file holds no text in UTF-8.
    """
    from epicrisis.flows.auditing import audit as search
    from epicrisis.flows.logs import library_logs
    from epicrisis.workspace import open_workspace

    console, settings = call.console, call.settings().settings
    wanted = [*string, *(_lines(strings) if strings else [])]
    wanted = [text.strip() for text in dict.fromkeys(wanted) if any(letter.isalnum() for letter in text)]
    with library_logs(open_workspace(settings.workspace.dir).logs / "libraries.log"):
        record = search(settings, target, wanted, listener=console.listen)
    console.settle()
    if console.as_json:
        console.show_json(record.model_dump(mode="json"))
    console.show(*_told(record, console))
    if record.found:
        raise typer.Exit(DataError.exit_code)
    if record.unread:
        raise typer.Exit(OutsideError.exit_code)


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


def _also(finding: Finding, console: Console) -> str:
    if finding.more:
        return console.translate("and {count} more", count=finding.more)
    return console.translate("row {row}", row=finding.row) if finding.row else ""


def _told(record: AuditRecord, console: Console) -> list[str]:
    from epicrisis.cli.table import aligned, indented

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
            "Looked for: {strings} given strings, {codes} patients' codes, {identifiers} identifiers of the notes, "
            "the sentences of {notes} snapshots.",
            strings=record.strings,
            codes=record.patient_codes,
            identifiers=record.identifiers,
            notes=record.notes,
        ),
    ]
    if record.codes_passed_over:
        lines.append(
            say(
                "Not looked for: {count} patients' codes that are too short to be told from other figures.",
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
