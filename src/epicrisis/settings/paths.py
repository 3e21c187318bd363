"""Relative paths in the settings, made absolute: a project works from whatever folder it is called."""

from __future__ import annotations

import re
from pathlib import Path

_FILE_DATABASE = re.compile(r"(?P<scheme>(?:sqlite|duckdb)(?:\+\w+)?:///)(?P<path>[^?]*)(?P<query>\?.*)?", re.DOTALL)
_HUB_NAME = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")
_NOT_A_FILE = ("", ":memory:", ":default:")


def resolve_source(url: str, folder: Path) -> str:
    """Return a source's URL with its file, if it is one, made absolute.

    Parameters
    ----------
    url : str
        A SQLAlchemy URL or a path. ``sqlite:///`` and ``duckdb:///`` URLs of files and plain paths are resolved;
        any other URL is returned as it is.
    folder : Path
        What a relative path is relative to.
    """
    database = _FILE_DATABASE.fullmatch(url)
    if database:
        path = database["path"]
        if path in _NOT_A_FILE or path.startswith("file:"):
            return url
        return f"{database['scheme']}{resolve(path, folder).as_posix()}{database['query'] or ''}"
    if not url or "://" in url:
        return url
    return str(resolve(url, folder))


def resolve(path: str | Path, folder: Path) -> Path:
    """Return `path` made absolute against `folder`, with ``~`` expanded."""
    return (folder / Path(path).expanduser()).absolute()


def resolve_folder(path: str, folder: Path) -> str:
    """Return the path of a folder made absolute; unchanged if it is not there, as the name of a model on a hub is."""
    place = resolve(path, folder)
    return str(place) if place.is_dir() or not _HUB_NAME.fullmatch(path) else path


def is_query_file(query: str) -> bool:
    """Whether ``source.query`` names a file of SQL rather than being SQL."""
    return query.strip().lower().endswith(".sql") and "\n" not in query.strip()


def file_name_only(url: str) -> str:
    """Return the URL or path of a file without its folders, which tell of a machine and its user; others unchanged."""
    database = _FILE_DATABASE.fullmatch(url)
    if database and database["path"] not in _NOT_A_FILE:
        return f"{database['scheme']}{_last_part(database['path'])}{database['query'] or ''}"
    return url if "://" in url else _last_part(url)


def _last_part(path: str) -> str:
    # Not Path.name: settings written on Windows may be shown on Linux.
    return re.split(r"[\\/]", path)[-1]
