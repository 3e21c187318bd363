"""The user's question: one statement that only reads, with its named parameters bound and never pasted."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa

from epicrisis.errors import ParameterMismatch, QueryFailed, SettingsError, SourceNotFound
from epicrisis.i18n.catalogue import join_names
from epicrisis.settings.data import SourceSettings
from epicrisis.settings.paths import is_query_file
from epicrisis.settings.values import ParameterValue
from epicrisis.sources.sql_text import Token, tokens

_FIRST_WORDS = {"SELECT", "WITH", "FROM", "VALUES", "TABLE"}
_WRITING_WORDS = {
    *("INSERT", "UPDATE", "DELETE", "MERGE", "INTO", "DROP", "ALTER", "CREATE", "TRUNCATE"),
    *("GRANT", "REVOKE", "EXEC", "EXECUTE"),
}


@dataclass(frozen=True)
class Query:
    """A SQL statement as the user wrote it, without its closing semicolon.

    Parameters
    ----------
    sql : str
        The statement.
    backend : str
        SQLAlchemy's name of the database that it is written for.
    params : dict
        A value for every named parameter.
    """

    sql: str
    backend: str
    params: Mapping[str, ParameterValue]

    @property
    def sha256(self) -> str:
        """Hash of the statement; how a file ends its lines makes no difference."""
        return hashlib.sha256(self.sql.encode()).hexdigest()

    def tokens(self) -> list[Token]:
        """Return the statement in pieces, without comments."""
        return [token for token in tokens(self.sql, self.backend) if token.kind != "comment"]

    def clause(self, sql: str | None = None) -> sa.TextClause:
        """Return the statement, or `sql` made from it, with its parameters bound.

        Parameters get no type: PostgreSQL would compare a date with a parameter declared as VARCHAR and refuse.
        """
        written = "".join(
            token.text if token.kind == "parameter" else token.text.replace(":", "\\:")
            for token in tokens(sql or self.sql, self.backend)
        )
        bound = [sa.bindparam(name, value, type_=sa.types.NullType()) for name, value in self.params.items()]
        return sa.text(written).bindparams(*bound)


def load_query(source: SourceSettings, backend: str) -> Query:
    """Read the query that the settings name, and check it.

    Raises
    ------
    SourceNotFound
        The ``.sql`` file is not there.
    ParameterMismatch
        The query's parameters and ``source.params`` differ.
    QueryFailed
        The query is empty, more than one statement, or would change data.
    """
    sql = _without_end(query_text(source.query), backend)
    query = Query(sql, backend, dict(source.params))
    _only_reads(query)
    _all_bound(query)
    return query


def query_text(setting: str) -> str:
    """Return the text of a query, which the setting holds or which stands in the file that it names.

    Raises
    ------
    SourceNotFound
        The file is not there.
    """
    text = setting.strip()
    if not is_query_file(text):
        return text
    path = Path(text).expanduser()
    if not path.is_file():
        raise SourceNotFound(
            "The query file {path} does not exist. Check source.query; it is taken from the folder {folder}.",
            path=path,
            folder=Path.cwd(),
        )
    return _decoded(path.read_bytes())


def _decoded(content: bytes) -> str:
    """Decode a SQL file as the tools of Windows write them: UTF-8 or UTF-16 with a mark, or the local code page."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _without_end(sql: str, backend: str) -> str:
    """Return the only statement of `sql`; what follows its semicolon may be blank or comment."""
    # SQL Server's users write ";WITH", to be safe from the statement before.
    sql = sql.replace("\r\n", "\n").strip().lstrip(";").lstrip()
    pieces = list(tokens(sql, backend))
    end = next((token.start for token in pieces if token.kind == "end"), len(sql))
    rest = [token for token in pieces if token.start > end and token.kind not in ("comment", "end")]
    if any(token.text.strip() for token in rest):
        raise QueryFailed("The query holds more than one statement. Leave only the one that reads the notes.")
    return sql[:end].strip()


def _only_reads(query: Query) -> None:
    pieces = [token for token in query.tokens() if token.text.strip()]
    first = next((token for token in pieces if token.text != "("), None)
    if first is None:
        raise QueryFailed("The query is empty. Write a SELECT into the file that source.query names.")
    if first.word not in _FIRST_WORDS:
        raise QueryFailed(
            "The query begins with {word!r}. Only a query that reads is run: it begins with SELECT or WITH.",
            word=first.text,
        )
    for before, token in pairwise(pieces):
        if token.word in _WRITING_WORDS and before.text not in (".", "AS", "as"):
            raise QueryFailed(
                "The query holds {word}, which could change data. Only a query that reads is run; "
                "if it is the name of a column, quote it.",
                word=token.word,
            )


def _all_bound(query: Query) -> None:
    named = list(dict.fromkeys(token.text[1:] for token in query.tokens() if token.kind == "parameter"))
    unbound = [name for name in named if name not in query.params]
    if unbound:
        if not query.params:
            raise ParameterMismatch(
                "The query needs a value for {unbound}, and source.params is empty. Write there: {example}.",
                unbound=join_names(unbound),
                example=f"params = {{ {', '.join(f'{name} = …' for name in named)} }}",
            )
        raise ParameterMismatch(
            "The query needs a value for {unbound}, which source.params does not give. "
            "In the query: {named}. In source.params: {given}.",
            unbound=join_names(unbound),
            named=join_names(named),
            given=join_names(list(query.params)),
        )
    superfluous = [name for name in query.params if name not in named]
    if superfluous:
        if not named:
            raise ParameterMismatch(
                "source.params gives {superfluous}, but the query has no parameters. "
                "Write :name in it, or remove them.",
                superfluous=join_names(superfluous),
            )
        raise ParameterMismatch(
            "source.params gives {superfluous}, which the query does not use. "
            "In the query: {named}. In source.params: {given}.",
            superfluous=join_names(superfluous),
            named=join_names(named),
            given=join_names(list(query.params)),
        )


def check_question(source: SourceSettings) -> None:
    """Check that the settings name either a query or a table of the database.

    Raises
    ------
    SettingsError
        Neither is set, or a table comes with parameters.
    """
    if not source.query and not source.table:
        raise SettingsError("The source is a database: set source.query to a .sql file, or source.table to a name.")
    if source.table and source.params:
        raise SettingsError("source.params is set, but a table takes no parameters. Use source.query, or remove them.")
