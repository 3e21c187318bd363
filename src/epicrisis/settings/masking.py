"""Secrets out of sight: what may be shown of a URL, a connection string or a path."""

from __future__ import annotations

import re

MASK = "***"

# Greedy up to the last @: passwords are often pasted unescaped, and hiding too much harms nobody.
_PASSWORD_BEFORE_HOST = re.compile(r"(://[^:/@\s]*):.*@", re.DOTALL)
# An ODBC string is quoted in ways of its own ({a;b}, %7B…); it is hidden whole.
_ODBC_STRING = re.compile(r"(odbc_connect=)[^&]*", re.IGNORECASE)
_NAMED_SECRET = re.compile(
    r"((?:password|passwd|passphrase|pwd|secret|token|access_key|api_key|apikey)\s*=\s*)(\{.*|[^&;]*)",
    re.IGNORECASE | re.DOTALL,
)


def mask_secrets(text: str) -> str:
    """Return `text` with the passwords of URLs and connection strings replaced by ``***``.

    Covered are ``scheme://user:password@host``, the query parameters ``password``, ``pwd``, ``token`` and their like,
    whole ``odbc_connect`` parameters, and ODBC strings (``…;PWD=…;…``).

    Parameters
    ----------
    text : str
        A URL, a connection string, or anything else, which is returned as it is.
    """
    hidden = _ODBC_STRING.sub(rf"\1{MASK}", text)
    hidden = _PASSWORD_BEFORE_HOST.sub(rf"\1:{MASK}@", hidden)
    return _NAMED_SECRET.sub(rf"\1{MASK}", hidden)
