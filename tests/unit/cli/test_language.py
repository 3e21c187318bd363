from __future__ import annotations

import pytest

from epicrisis.cli.language import asked_language, language_after_verb, usual_language


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "es"),
        ({"LANG": "C.UTF-8"}, "es"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "et_EE.UTF-8"}, "es"),
        ({"LC_ALL": "English_United States.1252"}, "en"),
        ({"LC_ALL": "en_GB", "LANG": "es_ES"}, "en"),
        ({"LC_ALL": "", "LANG": "en_GB"}, "en"),
        ({"EPICRISIS_LANGUAGE": "en", "LANG": "es_ES"}, "en"),
    ],
)
def test_who_asks_for_no_language_gets_that_of_the_machine_and_else_spanish(
    environ: dict[str, str], language: str
) -> None:
    assert usual_language(environ) == language


def test_windows_names_its_language_without_a_variable() -> None:
    assert usual_language({}, "English_United States") == "en"
    assert usual_language({}, "Spanish_Mexico") == "es"
    assert usual_language({}, "Estonian_Estonia") == "es"
    assert usual_language({"EPICRISIS_LANGUAGE": "es"}, "English_United States") == "es"


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["train", "--lang", "en"], "en"),
        (["train", "--lang=en", "--lang", "es"], "es"),
        (["train", "--lang", "fr"], None),
        (["train", "--lang"], None),
        (["train"], None),
    ],
)
def test_the_language_asked_for_is_found_before_the_command_line_is_read(
    arguments: list[str], language: str | None
) -> None:
    assert asked_language(arguments) == language


@pytest.mark.parametrize(
    ("arguments", "moved"),
    [
        (["--lang", "en", "train", "--json"], ["train", "--lang", "en", "--json"]),
        (["--lang=en", "train"], ["train", "--lang=en"]),
        (["--lang", "en", "--help"], ["--help"]),
        (["--lang", "en"], []),
        (["train", "--lang", "en"], ["train", "--lang", "en"]),
        ([], []),
    ],
)
def test_a_language_before_the_verb_means_the_same_behind_it(arguments: list[str], moved: list[str]) -> None:
    assert language_after_verb(arguments) == moved
