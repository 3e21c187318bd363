"""The label column: one spelling a class, and what becomes of classes with few rows."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from epicrisis.errors import UnusableLabels
from epicrisis.etl.casting import holds_only_numbers
from epicrisis.settings.data import EtlSettings

MOST_CODES = 50
_LONGEST_NAME = 80
_ACCENT = r"\p{M}"


@dataclass(frozen=True)
class UnifiedLabels:
    """Labels with one spelling a class.

    Parameters
    ----------
    values : polars.Series of String
        The label of each row; null where there is none.
    mapping : dict of str to dict of str to int
        For each class, every spelling found and its rows.
    """

    values: pl.Series
    mapping: dict[str, dict[str, int]]


@dataclass(frozen=True)
class RareClasses:
    """What becomes of classes with fewer rows than allowed.

    Parameters
    ----------
    values : polars.Series of String
        The label of each row after merging.
    dropped : polars.Series of Boolean
        Rows whose class is still too rare.
    merged : dict of str to int
        Classes merged into one, with their rows.
    """

    values: pl.Series
    dropped: pl.Series
    merged: dict[str, int] = field(default_factory=dict)


def refuse_measurements(labels: pl.Series) -> None:
    """Refuse a label column of numbers that are no codes.

    Whole numbers with at most fifty different values are taken for codes of classes.

    Parameters
    ----------
    labels : polars.Series of String
        Labels as found.

    Raises
    ------
    UnusableLabels
        The column holds numbers, and they have decimals or many values.
    """
    if not holds_only_numbers(labels):
        return
    numbers = labels.str.replace(",", ".", literal=True).str.strip_chars().cast(pl.Float64, strict=False).drop_nulls()
    distinct = numbers.n_unique()
    if distinct > MOST_CODES or not bool((numbers == numbers.round()).all()):
        raise UnusableLabels(
            "{column!r}, the label, holds numbers with {distinct} different values. epicrisis tells classes apart: "
            "name another columns.label, or turn the numbers into classes in the query.",
            column=labels.name,
            distinct=distinct,
        )


def unify_spellings(labels: pl.Series) -> UnifiedLabels:
    """Give every class one spelling.

    Spellings that differ only in case, accents, blanks and a final point are one class. It takes the spelling of most
    rows; of equals, the one with more accents, then the first in the alphabet.

    Parameters
    ----------
    labels : polars.Series of String
        Labels as found; null and blank ones are no label.

    Raises
    ------
    UnusableLabels
        The column looks like free text.
    """
    spellings = (
        labels.alias("spelling")
        .drop_nulls()
        .value_counts(name="rows")
        .with_columns(
            name=pl.col("spelling").str.replace_all(r"\s+", " ").str.strip_chars(),
            key=_folded(pl.col("spelling")),
        )
    )
    spellings = spellings.filter(pl.col("key") != "")
    _refuse_free_text(labels, spellings)
    names = (
        spellings.group_by("key", "name")
        .agg(pl.col("rows").sum())
        .with_columns(accents=pl.col("name").str.normalize("NFD").str.count_matches(_ACCENT))
        .sort("rows", "accents", "name", descending=[True, True, False])
        .unique("key", keep="first", maintain_order=True)
        .select("key", label="name")
    )
    found = spellings.join(names, on="key").sort("label", "rows", "spelling", descending=[False, True, False])
    mapping: dict[str, dict[str, int]] = {}
    for label, spelling, rows in found.select("label", "spelling", "rows").iter_rows():
        mapping.setdefault(label, {})[spelling] = rows
    values = labels.replace_strict(found["spelling"], found["label"], default=None, return_dtype=pl.String)
    return UnifiedLabels(values, mapping)


def settle_rare_classes(labels: pl.Series, etl: EtlSettings) -> RareClasses:
    """Find the rows of classes below ``etl.min_class_rows``, after merging them if so configured.

    Parameters
    ----------
    labels : polars.Series of String
        Unified labels without nulls.
    etl : EtlSettings
        The minimum, and whether rare classes are dropped or merged.
    """
    counts = class_counts(labels)
    rare = {label: rows for label, rows in counts.items() if rows < etl.min_class_rows}
    if etl.rare_classes == "drop" or not rare:
        return RareClasses(labels, labels.is_in(list(rare)))
    wanted = _folded_value(etl.rare_class_name)
    target = next((label for label in counts if _folded_value(label) == wanted), etl.rare_class_name)
    merged_values = labels.replace(dict.fromkeys(rare, target))
    enough = class_counts(merged_values)[target] >= etl.min_class_rows
    merged = {label: rows for label, rows in rare.items() if label != target} if enough else {}
    return RareClasses(merged_values if enough else labels, labels.is_in([] if enough else list(rare)), merged)


def class_counts(labels: pl.Series) -> dict[str, int]:
    """Return the rows of each class, most first, equals in the alphabet's order."""
    counts = labels.alias("label").value_counts(name="rows").sort("rows", "label", descending=[True, False])
    return dict(counts.iter_rows())


def _refuse_free_text(labels: pl.Series, spellings: pl.DataFrame) -> None:
    long = spellings.filter(pl.col("spelling").str.len_chars() > _LONGEST_NAME)
    if long["rows"].sum() * 2 > spellings["rows"].sum():
        # None of the values is shown: they may be patients' words.
        raise UnusableLabels(
            "{column!r}, the label, looks like free text: {distinct} different values in {rows} rows, most of them "
            "longer than {limit} characters. Name the column of the classes in columns.label.",
            column=labels.name,
            distinct=spellings.height,
            rows=spellings["rows"].sum(),
            limit=_LONGEST_NAME,
        )


def _folded(spelling: pl.Expr) -> pl.Expr:
    plain = spelling.str.normalize("NFKD").str.replace_all(_ACCENT, "").str.to_lowercase()
    return plain.str.replace_all(r"\s+", " ").str.strip_chars().str.strip_chars_end(". ")


def _folded_value(label: str) -> str:
    return str(pl.select(_folded(pl.lit(label))).item())
