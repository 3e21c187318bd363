"""Texts damaged on their way: NUL bytes, UTF-8 that was read as another code page, and accents in loose pieces.

Only what cannot be correct text is touched. A letter that became two or three (``depresiÃ³n``) is put back when those
two or three are, byte for byte, what the letter's UTF-8 looks like in Windows-1252 or Latin-1 and when they do not
stand together in correct Spanish or English. ftfy guesses far more, at a cost a note, and needs a dependency.
"""

from __future__ import annotations

from collections import Counter

import polars as pl

# Letters and signs of Spanish and its neighbours. Left out are those whose damaged form could be correct text in
# capitals: Å is Ã…, which stands in «AMANHÃ…», and à is Ã and a space that does not break.
_LETTERS = "ÁÉÍÓÚÜÑÇÀÈÌÒÂÊÎÃÕÄËÏÖáéíóúüñçèìòùâêîôãõäëïöÿß"
_SIGNS = "¡¿ºª°«»·±²³µ¼½¾´§®©¬¨¢£¥¹÷×\u00a0"
_TYPOGRAPHY = "‘’“”‚„†‡•…–—‹›€™"

# NFC leaves everything below U+0300 as it is.
_MAY_BE_DECOMPOSED = "[^\u0000-\u02ff]"


def _damaged_forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for character in _LETTERS + _SIGNS + _TYPOGRAPHY:
        data = character.encode()
        # Windows leaves the five bytes that cp1252 does not define as control characters.
        windows = "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in data)
        forms |= {windows: character, data.decode("latin-1"): character}
    return forms


_DAMAGED = _damaged_forms()


def repair_text(series: pl.Series) -> tuple[pl.Series, Counter[str]]:
    """Mend the cells of a column of strings.

    Parameters
    ----------
    series : polars.Series of String
        The column; nulls stay null.

    Returns
    -------
    tuple of (polars.Series, Counter)
        The column in Unicode's composed form (NFC), and the number of cells mended by kind: ``nul_bytes``,
        ``mojibake``, ``decomposed``. Mending what was mended changes nothing.
    """
    counts: Counter[str] = Counter()
    with_nul = _cells(series.str.contains("\x00", literal=True))
    if with_nul.len():
        series = _replaced(series, with_nul, series.gather(with_nul).str.replace_all("\x00", "", literal=True))
        counts["nul_bytes"] = with_nul.len()
    series, counts["decomposed"] = _composed(series)
    damaged = _cells(series.str.contains_any(list(_DAMAGED)))
    counts["mojibake"] = damaged.len()
    while damaged.len():
        # Text can have gone through the wrong code page more than once; every pass makes it shorter.
        series = _replaced(series, damaged, series.gather(damaged).str.replace_many(_DAMAGED))
        series, _ = _composed(series)
        damaged = _cells(series.str.contains_any(list(_DAMAGED)))
    return series, +counts


def _composed(series: pl.Series) -> tuple[pl.Series, int]:
    # Normalising every note costs ten times this look at which could need it.
    candidates = _cells(series.str.contains(_MAY_BE_DECOMPOSED))
    if not candidates.len():
        return series, 0
    before = series.gather(candidates)
    after = before.str.normalize("NFC")
    return _replaced(series, candidates, after), int((before != after).sum())


def _cells(mask: pl.Series) -> pl.Series:
    return mask.fill_null(value=False).arg_true()


def _replaced(series: pl.Series, cells: pl.Series, values: pl.Series) -> pl.Series:
    return series.clone().scatter(cells, values)
