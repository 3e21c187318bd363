"""Artifacts stay within what Prefect's database should hold."""

from __future__ import annotations

import json

from epicrisis.flows.artifacts import MAX_BYTES, MAX_ROWS, fitting, shortened


def test_a_small_table_is_kept_whole() -> None:
    rows = [{"Dato": "Filas leídas", "Valor": 10}]
    assert fitting(rows) == rows


def test_a_long_table_keeps_its_first_rows() -> None:
    rows = [{"n": number} for number in range(1000)]
    assert fitting(rows) == rows[:MAX_ROWS]


def test_a_large_table_keeps_the_rows_that_fit() -> None:
    rows = [{"n": number, "text": "ñ" * 1000} for number in range(150)]
    shown = fitting(rows)
    assert shown == rows[: len(shown)]
    assert 0 < len(shown) < 150
    assert len(json.dumps(shown)) <= MAX_BYTES


def test_a_text_that_fits_is_kept_whole() -> None:
    assert shortened("# Informe\n\nTodo bien.") == "# Informe\n\nTodo bien."


def test_a_large_text_is_cut_at_a_paragraph() -> None:
    text = "\n\n".join(f"Párrafo {number} " + "ñandú " * 50 for number in range(2000))
    cut = shortened(text)
    assert len(cut.encode()) <= MAX_BYTES
    assert cut.endswith("ñandú \n\n…")
    assert text.startswith(cut.removesuffix("\n\n…"))
