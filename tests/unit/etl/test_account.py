"""Whatever the rows are, every one of them is accounted for."""

from __future__ import annotations

import datetime
import string

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from pydantic import ValidationError

from epicrisis.etl.cleaning import clean
from epicrisis.etl.ledger import Ledger, Reason
from epicrisis.settings.data import EtlSettings
from epicrisis.settings.schema import Settings

pytestmark = pytest.mark.slow

# Always with a letter: a column in which only numbers are left is refused.
words = st.text(string.ascii_letters + "áñÃ³\u0301 \x00", max_size=6).map(lambda text: f"x{text}")
texts = st.one_of(st.none(), st.sampled_from(["", " ", "-", "\x00", "n", "depresiÃ³n"]), words)
labels = st.one_of(
    st.none(),
    st.sampled_from(["A", "a", "Á", " a ", "A.", "B", "b", "C", "", ".", "Otros", "otros", "CiÃ³n", "Ción"]),
    st.text("abÁÑ .", max_size=2),
)
rows = st.fixed_dictionaries(
    {
        "paciente_id": st.one_of(st.none(), st.sampled_from(["1", "2", " 2", ""])),
        "fecha": st.one_of(st.none(), st.sampled_from([datetime.date(2024, 1, 1), datetime.date(2024, 1, 2)])),
        "sexo": st.one_of(st.none(), st.sampled_from(["F", "M", " M", ""])),
        "edad": st.one_of(st.none(), st.sampled_from([-1.0, 0.0, 50.0, 120.0, 121.0, float("nan")])),
        "subjetivo": texts,
        "objetivo": texts,
        "grupo": labels,
    }
)
SCHEMA = {
    "paciente_id": pl.String,
    "fecha": pl.Date,
    "sexo": pl.String,
    "edad": pl.Float64,
    "subjetivo": pl.String,
    "objetivo": pl.String,
    "grupo": pl.String,
}
# Two classes that any cleaning below keeps, so that there is always an outcome.
ANCHORS = [
    {
        "paciente_id": f"ancla {n}",
        "fecha": datetime.date(2024, 1, 1),
        "sexo": "F",
        "edad": 30.0,
        "subjetivo": "nota",
        "objetivo": "",
        "grupo": "Uno" if n % 2 else "Dos",
    }
    for n in range(8)
]
frames = st.lists(rows, max_size=15).map(lambda each: pl.DataFrame(each + ANCHORS, schema=SCHEMA))
cleanings = st.builds(
    EtlSettings, min_class_rows=st.integers(1, 4), rare_classes=st.sampled_from(["drop", "merge"])
).map(lambda etl: Settings(etl=etl))
few = settings(deadline=None, max_examples=20)


def as_multiset(notes: pl.DataFrame) -> pl.DataFrame:
    plain = notes.drop("row_number")
    return plain.sort(plain.columns)


@few
@given(frame=frames, how=cleanings)
def test_every_row_is_kept_or_quarantined_under_one_reason(frame: pl.DataFrame, how: Settings) -> None:
    outcome = clean(frame, how)
    ledger = outcome.ledger
    assert ledger.read == frame.height == ledger.kept + sum(ledger.dropped.values())
    assert outcome.notes.height == ledger.kept == sum(ledger.classes.values())
    counted = dict(outcome.quarantine["reason"].value_counts().iter_rows())
    assert counted == {reason.value: count for reason, count in ledger.dropped.items()}
    numbers = [*outcome.notes["row_number"], *outcome.quarantine["row_number"]]
    assert sorted(numbers) == list(range(frame.height))
    as_read = frame[outcome.quarantine["row_number"].to_list()]
    assert_frame_equal(outcome.quarantine.drop("row_number", "reason"), as_read)
    assert all(count >= how.etl.min_class_rows for count in ledger.classes.values())


@few
@given(frame=frames, how=cleanings)
def test_cleaning_clean_notes_changes_nothing(frame: pl.DataFrame, how: Settings) -> None:
    once = clean(frame, how)
    twice = clean(once.notes, how)
    assert twice.ledger.dropped == {}
    assert twice.ledger.repaired == {}
    assert_frame_equal(twice.notes.drop("row_number"), once.notes.drop("row_number"))


@few
@given(frame=frames, how=cleanings, seed=st.integers(0, 1000))
def test_the_order_of_rows_makes_no_difference_to_the_notes_kept(frame: pl.DataFrame, how: Settings, seed: int) -> None:
    shuffled = frame.sample(fraction=1, shuffle=True, seed=seed)
    one, other = clean(frame, how), clean(shuffled, how)
    assert one.ledger == other.ledger
    assert_frame_equal(as_multiset(one.notes), as_multiset(other.notes))


def test_an_account_that_does_not_add_up_is_refused() -> None:
    with pytest.raises(ValidationError, match="10 rows read, 8 kept, 1 dropped"):
        Ledger(read=10, kept=8, dropped={Reason.DUPLICATE: 1})
