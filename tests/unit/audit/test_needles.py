"""Given strings and codes: found however they are written, and not where only their letters meet by chance."""

from __future__ import annotations

import pytest

from epicrisis.audit.needles import Needles, worth_searching
from epicrisis.audit.words import SEPARATOR, hash_words, split_words

NAME, DNI = "Ernestina Zubizarreta", "12345678-Z"
SENTENCE = "Refiere que su cuñado Anselmo le quitó la casa de Loja en mayo"


def found(needles: Needles, text: str) -> dict[str, int]:
    counts = needles.found(text, hash_words(split_words(text)))
    return {str(needles.texts[number]): count for number, count in counts.items()}


@pytest.mark.parametrize(
    "text",
    [
        "la paciente ERNESTINA  zubizarreta acude",
        "Ernestina\nZubizarreta",
        "ernestina_zubizarreta.pdf",
        "ErnestinaZubizarreta",
        '["ernestina", "zubizarreta"]',
        "Ernesti\u0301na Zubizárreta",
    ],
)
def test_a_name_is_found_in_other_case_spacing_and_accents(text: str) -> None:
    assert found(Needles([NAME]), text) == {NAME: 1}


@pytest.mark.parametrize("text", ["12345678Z", "12.345.678-z", "12345678 z", "DNI:12345678Z."])
def test_an_identifier_is_found_in_other_punctuation(text: str) -> None:
    assert found(Needles([DNI]), text) == {DNI: 1}


@pytest.mark.parametrize("text", ["912345678Z", "12345678ZZ", f"12345678{SEPARATOR}Z", "1234567-Z", ""])
def test_what_is_not_the_identifier_is_not_found(text: str) -> None:
    assert found(Needles([DNI]), text) == {}


def test_short_strings_are_found_as_words_only() -> None:
    needles = Needles(["Ana", "Ana Ruiz"])
    assert found(needles, "semana ruiz, Anatolia") == {}
    assert found(needles, "ANA RUIZ y Ana") == {"Ana": 2, "Ana Ruiz": 1}


def test_a_long_string_is_found_by_any_seven_of_its_words() -> None:
    assert found(Needles([SENTENCE]), "… cuñado Anselmo le quitó la casa de …") == {SENTENCE: 1}
    assert found(Needles([SENTENCE]), "su cuñado Anselmo le quitó la") == {}


def test_strings_are_counted_and_many_are_told_apart() -> None:
    needles = Needles([f"P{number:06}" for number in range(5000)], squeezed=False)
    assert found(needles, "P000017, p000017; P004999 P005000 xP000001") == {"P000017": 2, "P004999": 1}


@pytest.mark.parametrize(
    ("code", "worth"),
    [("12345", False), ("123456", True), ("A12", False), ("A-123", True), ("", False), ("12-3456", True)],
)
def test_codes_that_stand_everywhere_are_not_searched(code: str, worth: bool) -> None:
    assert worth_searching(code) is worth
