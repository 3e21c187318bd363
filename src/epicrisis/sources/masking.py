"""Keeping passwords out of everything that is shown or stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from sqlalchemy.engine import URL

STARS = "***"

_MASKED_KEYS = r"password|passwd|pwd|passfile|sslpassword|secret|access_token|token|wallet_password"
_KEYED_SECRET = re.compile(rf"(?i)\b((?:{_MASKED_KEYS})\s*(?:=|%3D)\s*)(\{{(?:[^}}]|\}}\}})*\}}|[^;&\s%]+)")
_URL_PASSWORD = re.compile(r"(://[^:/@\s]*:)[^@\s]*(?=@)")


@dataclass(frozen=True)
class Mask:
    """Replaces known secrets, and whatever looks like one, by stars.

    Parameters
    ----------
    secrets : tuple of str
        The secrets in every spelling in which a driver may repeat them.
    """

    secrets: tuple[str, ...] = ()

    def __call__(self, text: str) -> str:
        """Return `text` without secrets."""
        for secret in self.secrets:
            text = text.replace(secret, STARS)
        return _KEYED_SECRET.sub(rf"\g<1>{STARS}", _URL_PASSWORD.sub(rf"\g<1>{STARS}", text))


def mask_for(url: URL) -> Mask:
    """Return the mask that hides the secrets of `url`."""
    plain = [str(url.password)] if url.password else []
    for key, value in url.query.items():
        if re.fullmatch(_MASKED_KEYS, key, re.IGNORECASE):
            plain.extend([value] if isinstance(value, str) else value)
        elif key == "odbc_connect" and isinstance(value, str):
            plain.extend(match[2].strip("{}") for match in _KEYED_SECRET.finditer(value))
    spellings = {form for secret in plain for form in (secret, quote(secret, safe=""), quote_plus(secret))}
    spellings |= {secret.replace("}", "}}") for secret in plain}
    # The longest first: a spelling may hold another one.
    return Mask(tuple(sorted((form for form in spellings if form), key=len, reverse=True)))
