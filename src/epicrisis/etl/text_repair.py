"""Texts damaged on their way: NUL bytes, UTF-8 that was read as another code page, and accents in loose pieces.

Two ways mend a letter that became several (``depresiÃ³n``). A table puts back letters whose two or three characters
are, byte for byte, what their UTF-8 looks like in Windows-1252 or Latin-1, and do not stand together in correct Spanish
or English: it leaves «AMANHÃ…» and ``IRMÃ”`` alone, which ftfy takes for damage. ftfy (Robyn Speer, Apache-2.0) undoes
what was misread twice, or through Mac and DOS code pages, and bytes that became control characters; it reads 4 MB/s, so
it is given only cells that hold what such misreadings leave and correct text does not.
"""

from __future__ import annotations

from collections import Counter

import polars as pl
from ftfy import fix_encoding

# Letters and signs of Spanish and its neighbours. Left out are those whose damaged form could be correct text in
# capitals: Å is Ã…, which stands in «AMANHÃ…», and à is Ã and a space that does not break.
_LETTERS = "ÁÉÍÓÚÜÑÇÀÈÌÒÂÊÎÃÕÄËÏÖáéíóúüñçèìòùâêîôãõäëïöÿß"
_SIGNS = "¡¿ºª°«»·±²³µ¼½¾´§®©¬¨¢£¥¹÷×\u00a0"
_TYPOGRAPHY = "‘’“”‚„†‡•…–—‹›€™"

# Letters misread twice, through Mac Roman, and through the DOS code pages 437 and 850.
_MISREAD = "Ã[ƒ‚¢]|√[^\u0000-\u007f]|‚Ä|¬[ø∫°±]|[├┬][^\u0000-\u007f]|ΓÇ"
# What Windows-1252 has for bytes that Latin-1 and Unicode take for control characters.
_CONTROLS = "[\u0080-\u009f]"

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
# What one of these leaves in a text; looking for all at once costs what looking for one does.
_SEEN = [*_DAMAGED, "Ãƒ", "Ã‚", "Ã¢", "√", "‚Ä", "¬", "├", "┬", "ΓÇ", *map(chr, range(0x80, 0xA0))]


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
    series, counts["mojibake"] = _decoded(series)
    return series, +counts


def _decoded(series: pl.Series) -> tuple[pl.Series, int]:
    candidates = _cells(series.str.contains_any(_SEEN))
    before = series.gather(candidates)
    after, changed = before, True
    while changed:
        # A text can have been misread more than once; every round makes it shorter or leaves it as it is.
        once = _by_ftfy(_by_table(_by_ftfy(after, _MISREAD)), _CONTROLS)
        after, changed = once, not once.equals(after)
    return _replaced(series, candidates, after), int((before != after).sum())


def _by_ftfy(series: pl.Series, damaged: str) -> pl.Series:
    cells = _cells(series.str.contains(damaged))
    if not cells.len():
        return series
    texts = [fix_encoding(text) for text in series.gather(cells)]
    return _composed(_replaced(series, cells, pl.Series(texts, dtype=pl.String)))[0]


def _by_table(series: pl.Series) -> pl.Series:
    damaged = _cells(series.str.contains_any(list(_DAMAGED)))
    while damaged.len():
        series = _replaced(series, damaged, series.gather(damaged).str.replace_many(_DAMAGED))
        damaged = _cells(series.str.contains_any(list(_DAMAGED)))
    return _composed(series)[0]


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
