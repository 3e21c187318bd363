"""``epicrisis check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from epicrisis.cli.call import Call

if TYPE_CHECKING:
    from epicrisis.cli.checking import Check
    from epicrisis.cli.console import Console


def check(call: Call) -> None:
    """Check settings, driver, database, columns and servers: what is there, what is missing, what to do.

    Parameters
    ----------
    call : Call
        The common options.

    Raises
    ------
    SettingsError
        The settings cannot be read.
    """
    from epicrisis.cli.checking import changed, checks_of, versions
    from epicrisis.cli.table import aligned, indented

    console = call.console
    loaded = call.settings()
    described = loaded.describe()
    found = []
    for one in checks_of(loaded.settings):
        found.append(one)
        _show(console, one)
    given = changed(loaded)
    console.show(
        "",
        console.translate("Settings that are not the default, and where each comes from; --json lists all:"),
        *indented(aligned(given) if given else [console.translate("None.")]),
        "",
        console.translate("Versions: {versions}", versions=", ".join(f"{k} {v}" for k, v in versions().items())),
    )
    if console.as_json:
        console.show_json(
            {
                "file": str(loaded.path) if loaded.path else None,
                "settings": {key: {"value": value, "origin": origin} for key, value, origin in described},
                "versions": versions(),
                "checks": [_as_json(console, one) for one in found],
                "ok": not any(one.exit_code for one in found),
            }
        )
    raise typer.Exit(next((one.exit_code for one in found if one.exit_code), 0))


def _show(console: Console, found: Check) -> None:
    from epicrisis.cli.checking import SUBJECTS

    mark = console.translate("FAILS") if found.exit_code else console.translate("WARNS") if found.warns else "ok"
    subject = console.translate(SUBJECTS[found.subject])
    console.show(f"[{mark}] {subject}: {console.translate(found.template, **found.fields)}")
    if found.advice:
        console.show(f"     {console.translate(found.advice)}")


def _as_json(console: Console, found: Check) -> dict[str, object]:
    return {
        "subject": found.subject,
        "ok": not found.exit_code,
        "warns": found.warns,
        "message": console.translate(found.template, **found.fields),
        "advice": console.translate(found.advice) if found.advice else "",
    }
