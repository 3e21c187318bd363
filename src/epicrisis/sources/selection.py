"""The statement that is sent: the user's query or table, cut to a number of rows in a stated order.

The cut is made inside the database. SQL Server allows neither ``WITH`` nor a bare ``ORDER BY`` in a subquery, so a
query's common tables are kept in front there, and a query that orders its rows itself is cut in its own order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import sqlalchemy as sa

from epicrisis.errors import QueryFailed, SettingsError
from epicrisis.sources.queries import Query

_ALIAS = "epicrisis_notes"
_CUTS = {"LIMIT", "FETCH", "OFFSET", "FOR"}
_APPENDED = {
    "mssql": "OFFSET 0 ROWS FETCH NEXT {rows} ROWS ONLY",
    "oracle": "FETCH FIRST {rows} ROWS ONLY",
}
_NAME_PART = re.compile(r'\[([^\]]+)\]|"([^"]+)"|`([^`]+)`|([^.\[\]"`]+)')


@dataclass(frozen=True)
class Table:
    """A table or view, with its schema if one is named."""

    name: str
    schema: str | None

    @classmethod
    def parse(cls, text: str) -> Table:
        """Read ``historias``, ``dbo.historias`` or ``[dbo].[Historias Clínicas]``.

        Raises
        ------
        SettingsError
            The name is empty or broken.
        """
        parts = [next(filter(None, match.groups())).strip() for match in _NAME_PART.finditer(text.strip())]
        if not parts or not all(parts) or len(parts) > 3:
            raise SettingsError("source.table is {table!r}. Write it as table or schema.table.", table=text)
        return cls(parts[-1], ".".join(parts[:-1]) or None)

    def select(self) -> sa.Select[tuple[object]]:
        """Return the statement that reads all of it, its names quoted as the database needs."""
        return _all_of(sa.table(self.name, schema=self.schema))


Question = Query | Table


def orders_itself(question: Question) -> bool:
    """Whether the question is a query whose own ``ORDER BY`` decides which rows a cut keeps."""
    if isinstance(question, Table):
        return False
    order, cut = _outer_clauses(question)
    return order and not cut


def selection(
    question: Question, dialect: sa.Dialect, *, order: Sequence[str] = (), rows: int | None = None
) -> sa.Executable:
    """Return the statement to send.

    Parameters
    ----------
    question : Query or Table
        What the user asks for.
    dialect : Dialect
        The database's.
    order : sequence of str
        Columns of the result to order by; empty leaves the question's own order.
    rows : int or None
        How many rows at most; None for all.

    Raises
    ------
    QueryFailed
        SQL Server cannot order a query that has an order of its own.
    """
    if isinstance(question, Table):
        return _cut(question.select(), order, rows)
    if not order and rows is None:
        return question.clause()
    if not order and orders_itself(question):
        suffix = _APPENDED.get(dialect.name, "LIMIT {rows}").format(rows=rows)
        return question.clause(f"{question.sql}\n{suffix}")
    if dialect.name == "mssql":
        return _cut_for_sql_server(question, dialect, order, rows)
    return _cut(_all_of(_subquery(question)), order, rows)


def _all_of(source: sa.FromClause) -> sa.Select[tuple[object]]:
    return sa.select(sa.literal_column("*")).select_from(source)


def _subquery(query: Query) -> sa.FromClause:
    # A comment at the end of the query would swallow the bracket that closes it.
    return query.clause(f"{query.sql}\n").columns().subquery(_ALIAS)


def _cut(select: sa.Select[tuple[object]], order: Sequence[str], rows: int | None) -> sa.Select[tuple[object]]:
    ordered = select.order_by(*(sa.column(name) for name in order)) if order else select
    return ordered if rows is None else ordered.limit(rows)


def _cut_for_sql_server(question: Query, dialect: sa.Dialect, order: Sequence[str], rows: int | None) -> sa.Executable:
    if orders_itself(question):
        raise QueryFailed(
            "SQL Server cannot order a query that has an ORDER BY of its own. "
            "Remove it from the query, or leave source.order_by empty."
        )
    main = _start_of_main_select(question)
    if main == 0:
        return _cut(_all_of(_subquery(question)), order, rows)
    quote = dialect.identifier_preparer.quote
    top = "" if rows is None else f"TOP {rows} "
    by = f" ORDER BY {', '.join(quote(name) for name in order)}" if order else ""
    common = question.sql[:main].rstrip()
    return question.clause(f"{common}, {_ALIAS} AS (\n{question.sql[main:]}\n)\nSELECT {top}* FROM {_ALIAS}{by}")


def _start_of_main_select(question: Query) -> int:
    """Return where the SELECT after the common tables begins; 0 without common tables."""
    pieces = [token for token in question.tokens() if token.text.strip()]
    if pieces[0].word != "WITH":
        return 0
    return next((token.start for token in pieces if token.word == "SELECT" and token.depth == 0), 0)


def _outer_clauses(question: Query) -> tuple[bool, bool]:
    """Whether the outermost SELECT orders its rows, and whether it cuts them itself."""
    words = [token.word for token in question.tokens() if token.depth == 0 and token.word]
    order = any(pair == ("ORDER", "BY") for pair in pairwise(words))
    after = words[len(words) - 1 - words[::-1].index("ORDER") :] if order else words
    cut = "TOP" in words[: words.index("FROM") if "FROM" in words else None] or bool(_CUTS & set(after))
    return order, cut
