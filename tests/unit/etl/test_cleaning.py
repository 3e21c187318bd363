"""What the cleaning keeps, drops, mends and says."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from epicrisis.errors import NoRows, SchemaMismatch, UnusableLabels
from epicrisis.etl.cleaning import CleanNotes, clean
from epicrisis.etl.ledger import Reason
from epicrisis.i18n.catalogue import translate
from epicrisis.progress import Advance, Event, Notice
from epicrisis.settings.data import ColumnSettings
from epicrisis.settings.learning import SplitSettings
from epicrisis.settings.schema import Settings


def settings(**etl: Any) -> Settings:
    return Settings(etl={"min_class_rows": 1} | etl)  # type: ignore[arg-type]


def notes(rows: int = 6, **columns: Any) -> pl.DataFrame:
    """A frame that needs no cleaning, with some columns replaced."""
    base: dict[str, Any] = {
        "paciente_id": [f"p{n}" for n in range(rows)],
        "fecha": [datetime.date(2024, 1, 1)] * rows,
        "sexo": ["F"] * rows,
        "edad": [30] * rows,
        "subjetivo": [f"nota {n}" for n in range(rows)],
        "objetivo": ["sin cambios"] * rows,
        "grupo": ["Ansiedad" if n % 2 else "Depresión" for n in range(rows)],
    }
    return pl.DataFrame(base | columns, strict=False)


def told(events: list[Event]) -> list[str]:
    return [event.template.format(**event.fields) for event in events if isinstance(event, Notice)]


def test_clean_notes_have_the_declared_names_types_and_order_and_no_other_column() -> None:
    frame = notes(nombre=["Ana"] * 6).rename({"paciente_id": " Paciente ID", "edad": "EDAD", "grupo": "Grúpo"})
    outcome = clean(frame, settings())
    assert outcome.notes.schema == {
        "subjetivo": pl.String,
        "objetivo": pl.String,
        "sexo": pl.String,
        "edad": pl.Float64,
        "grupo": pl.String,
        "paciente_id": pl.String,
        "fecha": pl.Date,
        "row_number": pl.Int64,
    }
    assert outcome.notes["row_number"].to_list() == [0, 1, 2, 3, 4, 5]
    assert (outcome.ledger.read, outcome.ledger.kept, outcome.ledger.dropped) == (6, 6, {})
    assert outcome.ledger.patients == 6
    assert outcome.quarantine.columns == [*frame.columns, "row_number", "reason"]
    assert outcome.quarantine.height == 0


def test_each_unusable_row_is_dropped_under_its_first_reason_and_quarantined_as_read() -> None:
    frame = notes(
        9,
        subjetivo=["a", None, " .- ", "b", "c", "d", "e", "e", "x"],
        objetivo=["", "", None, None, None, None, None, None, None],
        grupo=["A", None, "B", " ", "A", "B", "A", "a ", "B"],
        paciente_id=["1", "2", "3", "4", None, "6", "7", "7", "8"],
        edad=[0, 1, 1, 500, 500, 121, None, None, 120],
    )
    events: list[Event] = []
    outcome = clean(frame, settings(), listener=events.append)
    assert outcome.ledger.dropped == {
        Reason.EMPTY_TEXT: 2,
        Reason.EMPTY_LABEL: 1,
        Reason.EMPTY_PATIENT: 1,
        Reason.IMPOSSIBLE_AGE: 1,
        Reason.DUPLICATE: 1,
    }
    assert outcome.notes["row_number"].to_list() == [0, 6, 8]
    expected = frame[[1, 2, 3, 4, 5, 7]].with_columns(
        row_number=pl.Series([1, 2, 3, 4, 5, 7]),
        reason=pl.Series(["empty_text", "empty_text", "empty_label", "empty_patient", "impossible_age", "duplicate"]),
    )
    assert_frame_equal(outcome.quarantine, expected)
    assert told(events) == [
        "2 rows dropped: no letter or digit in any text column.",
        "1 rows dropped: no label.",
        "1 rows dropped: no patient.",
        "1 rows dropped: impossible age.",
        "1 rows dropped: exact duplicates of another row.",
        "3 spellings of the label were unified into 2 classes.",
    ]
    warned = [event.template for event in events if isinstance(event, Notice) and event.level == "warning"]
    assert warned == ["{rows} rows dropped: no patient."]
    assert events[-1] == Advance("etl", 7, 7)


def test_columns_of_the_source_called_like_ours_survive_in_quarantine() -> None:
    frame = notes(reason=["r"] * 6, row_number=[9] * 6, subjetivo=[None, *"abcde"], objetivo=[None] * 6)
    quarantine = clean(frame, settings()).quarantine
    assert quarantine.select("reason_as_read", "row_number_as_read", "row_number", "reason").rows() == [
        ("r", 9, 0, "empty_text")
    ]


# --- labels


def test_spellings_become_the_most_frequent_one_and_the_mapping_shows_each() -> None:
    labels = ["T. de Adaptación", "T. de Adaptación", "T. DE  ADAPTACION ", "t. de adaptación.", "Otros", "AdaptaciÃ³n"]
    ledger = clean(notes(grupo=labels), settings()).ledger
    assert ledger.label_mapping == {
        "Adaptación": {"Adaptación": 1},
        "Otros": {"Otros": 1},
        "T. de Adaptación": {"T. de Adaptación": 2, "T. DE  ADAPTACION ": 1, "t. de adaptación.": 1},
    }
    assert ledger.classes == {"T. de Adaptación": 4, "Adaptación": 1, "Otros": 1}
    assert ledger.repaired == {"mojibake": 1}


def test_of_equally_frequent_spellings_the_one_with_accents_wins() -> None:
    outcome = clean(notes(4, grupo=["Depresion", "Depresión", "DEPRESION", "B"]), settings())
    assert outcome.ledger.classes == {"Depresión": 3, "B": 1}


def test_rare_classes_are_dropped_and_named() -> None:
    events: list[Event] = []
    outcome = clean(notes(7, grupo=list("AAABBBC")), settings(min_class_rows=3), listener=events.append)
    assert outcome.ledger.dropped == {Reason.RARE_CLASS: 1}
    assert outcome.ledger.classes == {"A": 3, "B": 3}
    assert told(events) == [
        "1 rows dropped: classes with too few rows (etl.min_class_rows).",
        "Classes dropped: C 1.",
    ]


def test_rare_classes_are_merged_into_the_class_of_that_name_however_it_is_spelt() -> None:
    outcome = clean(
        notes(8, grupo=["A", "A", "A", "B", "C", "OTROS", "OTROS", "A"]),
        settings(min_class_rows=3, rare_classes="merge"),
    )
    assert outcome.ledger.classes == {"A": 4, "OTROS": 4}
    assert outcome.ledger.merged_classes == {"B": 1, "C": 1}
    assert outcome.ledger.dropped == {}


def test_merged_classes_that_are_still_too_few_are_dropped() -> None:
    outcome = clean(
        notes(8, grupo=["A", "A", "A", "B", "B", "B", "C", "D"]), settings(min_class_rows=3, rare_classes="merge")
    )
    assert outcome.ledger.dropped == {Reason.RARE_CLASS: 2}
    assert outcome.ledger.merged_classes == {}
    assert set(outcome.quarantine["reason"]) == {"rare_class"}


@pytest.mark.parametrize("codes", [[1, 2] * 3, [1.0, 2.0] * 3, ["1", "2"] * 3, [Decimal("1.00"), Decimal("2.00")] * 3])
def test_few_whole_numbers_are_names_of_classes_and_said_to_be(codes: list[Any]) -> None:
    events: list[Event] = []
    assert clean(notes(grupo=codes), settings(), listener=events.append).ledger.classes == {"1": 3, "2": 3}
    assert told(events) == ["'grupo', the label, holds 2 different whole numbers; they are taken for names of classes."]


@pytest.mark.parametrize(
    "numbers", [[n + 0.5 for n in range(60)], list(range(60)), [f"{n},5" for n in range(60)], [0.5, 1.0] * 30]
)
def test_a_label_of_measurements_is_refused(numbers: list[Any]) -> None:
    with pytest.raises(UnusableLabels, match=r"^'grupo', the label, holds numbers with (60|2) different values\. "):
        clean(notes(60, grupo=numbers), settings())


def test_a_label_of_free_text_is_refused_without_showing_it() -> None:
    with pytest.raises(UnusableLabels) as caught:
        clean(notes(grupo=[f"secreto {n} " * 20 for n in range(6)]), settings())
    assert str(caught.value) == (
        "'grupo', the label, looks like free text: 6 different values in 6 rows, most of them longer than 80 "
        "characters. Name the column of the classes in columns.label."
    )


def test_a_label_of_names_is_refused_without_showing_them() -> None:
    with pytest.raises(UnusableLabels) as caught:
        clean(notes(300, grupo=[f"secreto {n}" for n in range(300)]), settings(min_class_rows=2))
    assert "secreto" not in str(caught.value)
    assert "300 classes and 0 of them with at least 2 rows: 1, 1, 1" in str(caught.value)


def test_a_single_class_is_refused_with_its_rows() -> None:
    with pytest.raises(UnusableLabels) as caught:
        clean(notes(grupo=["A"] * 6), settings())
    assert str(caught.value) == (
        "'grupo', the label, has a single class in the rows that can be used: A 6. A classifier needs two."
    )


def test_a_single_class_left_is_refused_with_all_counts() -> None:
    with pytest.raises(UnusableLabels) as caught:
        clean(notes(7, grupo=list("AAAABBC")), settings(min_class_rows=3))
    assert str(caught.value) == (
        "'grupo', the label, has 3 classes and 1 of them with at least 3 rows: A 4, B 2, C 1. A classifier needs two: "
        'lower etl.min_class_rows, or set etl.rare_classes = "merge".'
    )


# --- nothing left


def test_no_rows_are_refused() -> None:
    with pytest.raises(NoRows, match=r"^The source gave no rows\.$"):
        clean(notes().clear(), settings())


def test_all_texts_empty_are_refused_with_the_reasons() -> None:
    with pytest.raises(NoRows) as caught:
        clean(notes(subjetivo=[None] * 6, objetivo=["", " ", "-", "…", None, "\x00"]), settings())
    assert str(caught.value) == (
        "None of the 6 rows can be used:\n- 6 rows dropped: no letter or digit in any text column."
    )


def test_rows_that_are_all_alike_are_refused_as_duplicates() -> None:
    frame = pl.concat([notes(1)] * 500)
    with pytest.raises(NoRows) as caught:
        clean(frame, settings(min_class_rows=20))
    assert str(caught.value) == (
        "499 of the 500 rows read were exact duplicates, which leaves one note. Check the query: a JOIN without its "
        "condition repeats a row."
    )


def test_too_few_classes_are_told_after_what_was_dropped() -> None:
    frame = pl.concat([notes(2)] * 10)
    with pytest.raises(UnusableLabels) as caught:
        clean(frame, settings(min_class_rows=5))
    said = (
        "Rows were dropped before the classes were counted:\n- 18 rows dropped: exact duplicates of another row.\n"
        "- 'grupo', the label, has 2 classes and 0 of them with at least 5 rows: Ansiedad 1, Depresión 1. A classifier "
        'needs two: lower etl.min_class_rows, or set etl.rare_classes = "merge".'
    )
    assert str(caught.value) == said
    in_spanish = translate(caught.value.template, "es", **caught.value.fields)
    assert in_spanish.startswith("Antes de contar las clases se descartaron filas:\n- 18 filas descartadas: ")
    assert "una clase" not in in_spanish.splitlines()[1]


def test_duplicates_of_two_rows_leave_the_two_first() -> None:
    outcome = clean(pl.concat([notes(2)] * 100), settings())
    assert outcome.ledger.dropped == {Reason.DUPLICATE: 198}
    assert outcome.notes["row_number"].to_list() == [0, 1]


# --- columns


def test_every_missing_twofold_and_wrong_column_is_in_one_error() -> None:
    frame = notes(Sexo=["M"] * 6, subjetivo=[1, 2, 3, 4, 5, 6], fecha=["x"] * 6).drop("edad", "grupo")
    with pytest.raises(SchemaMismatch) as caught:
        clean(frame, settings())
    assert str(caught.value) == (
        "The columns do not fit the settings:\n"
        "- Missing: 'edad', 'grupo'. Name the right columns in [columns], or give them these names in the query.\n"
        "- 'sexo' could be any of 'sexo', 'Sexo': names are compared without case, accents and blanks. Rename all but "
        "one in the query.\n"
        "- 'subjetivo' is in columns.text and holds only numbers (Int64): move it to columns.numeric or "
        "columns.categorical.\n"
        "- 'fecha' is columns.date, but 6 of its 6 values are not dates such as 2025-05-04 or 04/05/2025. Name the "
        'right column, or set columns.date = "".\n'
        "Columns found: 'paciente_id', 'fecha', 'sexo', 'subjetivo', 'objetivo', 'Sexo'."
    )


def test_a_missing_date_is_told_how_to_do_without() -> None:
    with pytest.raises(SchemaMismatch, match=r'or set columns\.date = "" if there is none'):
        clean(notes().drop("fecha"), settings())
    without = Settings(columns=ColumnSettings(date=""), etl={"min_class_rows": 1})  # type: ignore[arg-type]
    assert "fecha" not in clean(notes().drop("fecha"), without).notes.columns


def test_the_list_of_columns_found_is_bounded() -> None:
    frame = notes(**{f"c{n}": [1] * 6 for n in range(500)}).drop("grupo")
    with pytest.raises(SchemaMismatch) as caught:
        clean(frame, settings())
    assert "(+466)" in str(caught.value)
    assert len(str(caught.value)) < 800


@pytest.mark.parametrize(
    ("column", "values", "sentence"),
    [
        ("objetivo", ["1", "2,5", " 3 ", None, "", "4"], "is in columns.text and holds only numbers (String): move it"),
        ("objetivo", [True] * 6, "is of type Boolean, which columns.text cannot take: convert it in the query."),
        ("edad", ["x", "y", "z", "10", None, None], "is in columns.numeric, but 3 of its 4 values are not numbers."),
        ("edad", [datetime.date(2024, 1, 1)] * 6, "is of type Date, which columns.numeric cannot take"),
        ("sexo", [[1]] * 6, "is of type List(Int64), which columns.categorical cannot take"),
        ("paciente_id", [1.5] * 6, "is columns.patient and holds numbers with decimals."),
        ("fecha", [1.5] * 6, "is of type Float64, which columns.date cannot take"),
    ],
)
def test_a_column_of_another_kind_is_refused(column: str, values: list[Any], sentence: str) -> None:
    with pytest.raises(SchemaMismatch) as caught:
        clean(notes(**{column: values}), settings())
    assert f"'{column}' {sentence}" in str(caught.value)


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("edad", ["30", " 31,5 ", "", None, "x", "1e1"], [30.0, 31.5, None, None, None, 10.0]),
        ("edad", [30.0, float("nan"), float("inf"), None, 1, 2], [30.0, None, None, None, 1.0, 2.0]),
        ("edad", [True, False, None, True, True, True], [1.0, 0.0, None, 1.0, 1.0, 1.0]),
        ("sexo", [" F ", "", None, "M", "M", "M"], ["F", None, None, "M", "M", "M"]),
        ("sexo", [1.0, 2.0, None, 1.0, 1.0, 1.0], ["1", "2", None, "1", "1", "1"]),
        ("paciente_id", [1, 2, 3, 4, 5, 6], ["1", "2", "3", "4", "5", "6"]),
        ("paciente_id", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], ["1", "2", "3", "4", "5", "6"]),
        ("paciente_id", ["a ", "b\x00", "c", "d", "e", "f"], ["a", "b", "c", "d", "e", "f"]),
    ],
)
def test_values_become_what_the_role_needs(column: str, values: list[Any], expected: list[Any]) -> None:
    assert clean(notes(**{column: values}), settings()).notes[column].to_list() == expected


def at(*parts: int) -> datetime.datetime:
    return datetime.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["2024-05-04", "2024-05-04T10:30:15.250Z", "2024/05/04", "20240504"], [(4,), (4, 10, 30, 15), (4,), (4,)]),
        (["04/05/2024", "4/5/2024 10:30", "04-05-2024", "04.05.2024"], [(4,), (4, 10, 30), (4,), (4,)]),
        (["05/04/2024", "05/13/2024", "05/14/2024", "05/15/2024 10:30"], [(4,), (13,), (14,), (15, 10, 30)]),
        ([20240504, 20240505, 20240506, None], [(4,), (5,), (6,), None]),
    ],
)
def test_dates_written_as_text_are_read_day_first_unless_the_column_says_otherwise(
    values: list[Any], expected: list[tuple[int, ...] | None]
) -> None:
    outcome = clean(notes(4, fecha=values), settings())
    assert outcome.notes["fecha"].to_list() == [day and at(2024, 5, *day) for day in expected]


def test_unreadable_numbers_and_dates_are_counted() -> None:
    outcome = clean(notes(edad=["1", "2", "3", "x", "4", "5"], fecha=["2024-01-01"] * 5 + ["ayer"]), settings())
    assert outcome.ledger.repaired == {"unreadable_dates": 1, "unreadable_numbers": 1}


def test_a_time_zone_is_turned_into_utc() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=-5))
    moment = datetime.datetime(2024, 5, 4, 22, tzinfo=zone)
    assert clean(notes(fecha=[moment] * 6), settings()).notes["fecha"].item(0) == at(2024, 5, 5, 3)


def test_without_a_patient_column_rows_are_kept_and_no_patient_is_counted() -> None:
    by_row = Settings(
        columns=ColumnSettings(patient=""),
        split=SplitSettings(by="row", allow_row_split=True),
        etl={"min_class_rows": 1},  # type: ignore[arg-type]
    )
    outcome = clean(notes(), by_row)
    assert (outcome.ledger.kept, outcome.ledger.patients) == (6, 0)
    assert "paciente_id" not in outcome.notes.columns


def test_a_note_of_five_megabytes_is_kept_whole() -> None:
    note = "El paciente refiere tristeza. " * 170_000
    outcome: CleanNotes = clean(notes(subjetivo=[note, *"abcde"]), settings())
    assert outcome.notes["subjetivo"].item(0) == note


def test_no_sentence_holds_a_cell() -> None:
    events: list[Event] = []
    frame = notes(8, subjetivo=["secreto\x00", "secretoÃ³", None, *(["secreto"] * 5)], objetivo=[None] * 8)
    clean(frame, settings(), listener=events.append)
    assert told(events)
    assert "secreto" not in " ".join(told(events))
