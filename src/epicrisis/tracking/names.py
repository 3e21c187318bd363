"""Names and values as MLflow accepts them on every system and through every store."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

NAME_LIMIT: Final = 250
PARAM_LIMIT: Final = 6000
TAG_LIMIT: Final = 5000  # MLflow's own is 8000 since 2.x; older servers refuse more than 5000
LABEL_LIMIT: Final = 100
"""Of a label's part in a metric's name; the rest is the metric's."""
_FOREIGN: Final = re.compile(r"[^a-z0-9]+")


def slug(label: str) -> str:
    """Return a label as a part of a metric's name: lower case ASCII letters, digits and underscores.

    A long one is cut, and a hash of the whole label ends it.

    >>> slug("T. de Adaptación")
    't_de_adaptacion'
    """
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", label) if not unicodedata.combining(letter))
    plain = _FOREIGN.sub("_", bare.casefold()).strip("_") or "class"
    if len(plain) <= LABEL_LIMIT:
        return plain
    digest = hashlib.sha256(label.encode()).hexdigest()[:8]
    return f"{plain[: LABEL_LIMIT - 9]}_{digest}"


def slugs(labels: Iterable[str]) -> dict[str, str]:
    """Return a distinct slug for each label; a second of the same form gets ``_2``."""
    chosen: dict[str, str] = {}
    for label in labels:
        base = slug(label)
        name, count = base, 1
        while name in chosen.values():
            count += 1
            name = f"{base}_{count}"
        chosen[label] = name
    return chosen


def cut(text: str, limit: int) -> str:
    """Return `text`, ended by ``…`` where it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def flatten(values: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    """Yield the leaves of nested mappings as (dotted name, text); a list is one leaf, in JSON."""
    for key, value in values.items():
        name = f"{prefix}.{key}"
        if isinstance(value, Mapping):
            yield from flatten(value, name)
        else:
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
