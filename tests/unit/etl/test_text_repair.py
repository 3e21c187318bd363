"""Damaged letters are put back, and correct text is left alone."""

from __future__ import annotations

import time

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from epicrisis.etl.text_repair import repair_text

LETTERS = "abcdefghijklmnopqrstuvwxyzáéíóúüñABCDEFGHIJKLMNOPQRSTUVWXYZÁÉÍÓÚÜÑçÇ"
SIGNS = " 0123456789.,;:¿?¡!()/%+-=<>«»“”‘’…–—•€°ºª½±²µ\n\t"
correct_texts = st.text(LETTERS + SIGNS, max_size=60)


def repaired(text: str | None) -> tuple[str | None, dict[str, int]]:
    series, counts = repair_text(pl.Series([text], dtype=pl.String))
    return series.item(), dict(counts)


def misread(text: str, encoding: str) -> str:
    data = text.encode()
    if encoding == "latin-1":
        return data.decode("latin-1")
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in data)


@given(correct_texts)
@example("café…”")
@example("SEÑOR: «ÉL» 37,5 °C — ½ comprimido…")
def test_correct_text_is_untouched(text: str) -> None:
    assert repaired(text) == (text, {})


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@settings(max_examples=50)
@given(before=correct_texts, text=correct_texts)
def test_text_read_in_the_wrong_code_page_is_put_back_even_beside_correct_text(
    encoding: str, before: str, text: str
) -> None:
    damaged = misread(text, encoding)
    assert repaired(before + damaged)[0] == before + text


def test_text_misread_twice_is_put_back() -> None:
    once = misread("depresión y sueño", "cp1252")
    assert repaired(misread(once, "cp1252")) == ("depresión y sueño", {"mojibake": 1})


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("mac-roman", "Depresión, sueño: ¿dolor?"),
        ("mac-roman", "“Años” de evolución – niño…"),
        ("cp437", "“Años” de evolución – niño…"),
        ("cp437", "CEFALEA CRÓNICA EN NIÑO"),
        ("cp850", "CEFALEA CRÓNICA EN NIÑO"),
        ("twice", "Depresión, sueño: ¿dolor?"),
        ("twice", "“Años” de evolución – niño…"),
    ],
)
def test_rarer_misreadings_are_undone(encoding: str, text: str) -> None:
    damaged = misread(misread(text, "cp1252"), "cp1252") if encoding == "twice" else text.encode().decode(encoding)
    assert repaired(damaged) == (text, {"mojibake": 1})


def test_bytes_of_windows_that_became_control_characters_are_signs_again() -> None:
    assert repaired("dolor \x85 \x93leve\x94") == ("dolor … “leve”", {"mojibake": 1})


@given(st.text(st.sampled_from("ÃÂâ€œÅ³±¡\u00a0\u0303Aa\x00ƒ‚\x93é"), max_size=30))
def test_repairing_twice_is_repairing_once(text: str) -> None:
    once, _ = repaired(text)
    assert repaired(once) == (once, {})


@pytest.mark.parametrize("text", ["AMANHÃ…", "IRMÃ”", "MANHÃ»", "Ångström", "NÃO", "Â dor", "naïve"])
def test_capitals_that_only_look_damaged_are_untouched(text: str) -> None:
    assert repaired(text) == (text, {})


def test_each_kind_is_counted_once_a_cell() -> None:
    column = pl.Series(["a\x00b\x00c", "depresiÃ³n, sueÃ±o", "depresio\u0301n", "nada", None])
    series, counts = repair_text(column)
    assert series.to_list() == ["abc", "depresión, sueño", "depresión", "nada", None]
    assert counts == {"nul_bytes": 1, "mojibake": 1, "decomposed": 1}
    assert column.item(0) == "a\x00b\x00c"


def test_a_note_of_five_megabytes_takes_no_longer_than_its_length_asks() -> None:
    note = "El paciente refiere depresiÃ³n. " * 160_000
    start = time.perf_counter()
    text, counts = repaired(note)
    assert time.perf_counter() - start < 3
    assert text == "El paciente refiere depresión. " * 160_000
    assert counts == {"mojibake": 1}
