"""Column names as people mean them: case, accents and blanks do not tell two names apart."""

from __future__ import annotations

import unicodedata

# Excel and SQL Server exports put a byte order mark before the first column's name.
_BYTE_ORDER_MARK = "\ufeff"


def fold_name(name: str) -> str:
    """Return `name` without case, accents, surrounding blanks, and with ``_`` for inner blanks.

    Parameters
    ----------
    name : str
        The name of a column, from a source or from the settings.

    Returns
    -------
    str
        A key: two names with the same key mean the same column.

    Examples
    --------
    >>> fold_name("  Médico Tratante ")
    'medico_tratante'
    """
    decomposed = unicodedata.normalize("NFKD", name.strip(_BYTE_ORDER_MARK)).casefold()
    # Case folding can bring back composed letters and marks, the Turkish İ for one.
    unmarked = (letter for letter in unicodedata.normalize("NFKD", decomposed) if not unicodedata.combining(letter))
    return "_".join("".join(unmarked).split())
