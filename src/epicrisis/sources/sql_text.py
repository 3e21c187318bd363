"""SQL read word by word, as far as needed to bind its parameters and to know its parts.

This is no parser: it knows what is quoted, what is a comment, and how deep the brackets are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

TokenKind = Literal["quoted", "comment", "parameter", "word", "end", "other"]


@dataclass(frozen=True)
class Token:
    """A piece of SQL. ``depth`` counts the round brackets around it."""

    kind: TokenKind
    text: str
    depth: int
    start: int

    @property
    def word(self) -> str:
        """The keyword in capitals; empty for anything that is not a word."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(sql: str, backend: str) -> Iterator[Token]:
    """Cut `sql` into pieces; together they are the whole text.

    Parameters
    ----------
    sql : str
        One or more statements.
    backend : str
        SQLAlchemy's name of the database: strings, comments and quoted names differ between them.
    """
    depth = 0
    for match in _pattern(backend).finditer(sql):
        text = match[0]
        if text == ")":
            depth -= 1
        yield Token(_kind(match), text, depth, match.start())
        if text == "(":
            depth += 1


def _kind(match: re.Match[str]) -> TokenKind:
    name = match.lastgroup
    if name in ("quoted", "comment", "parameter", "word", "end"):
        return name  # type: ignore[return-value]
    return "other"


@lru_cache
def _pattern(backend: str) -> re.Pattern[str]:
    backslashes = backend in ("mysql", "mariadb")
    comments = [r"--[^\n]*", r"/\*.*?\*/", *([r"\#[^\n]*"] if backslashes else [])]
    escaped_string = r"'(?:[^'\\]|\\.|'')*'"
    quoted = [
        escaped_string if backslashes else r"'(?:[^']|'')*'",
        r'"(?:[^"\\]|\\.|"")*"' if backslashes else r'"[^"]*"',
    ]
    if backend in ("mysql", "mariadb", "sqlite"):
        quoted.append(r"`[^`]*`")
    if backend in ("mssql", "sqlite"):
        quoted.append(r"\[[^\]]*\]")
    if backend in ("postgresql", "duckdb"):
        quoted = [rf"\b[eE]{escaped_string}", r"\$(?P<tag>\w*)\$.*?\$(?P=tag)\$", *quoted]
    if backend == "oracle":
        quoted = [r"\b[qQ]'(?:\[.*?\]|\{.*?\}|\(.*?\)|<.*?>|(?P<mark>[^\s\w]).*?(?P=mark))'", *quoted]
    parts = [
        rf"(?P<comment>{'|'.join(comments)})",
        rf"(?P<quoted>{'|'.join(quoted)})",
        r"(?P<parameter>(?<![\w:]):[^\W\d]\w*)",
        r"(?P<word>[^\W\d][\w$@]*)",
        r"(?P<end>;)",
        r"(?P<other>\d[\w.]*|\s+|::|.)",
    ]
    return re.compile("|".join(parts), re.DOTALL)
