"""Keeping passwords out of everything that is shown or stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

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
    return _mask_of(_secrets(url))


def mask_for_text(address: str, password: str) -> Mask:
    """Return the mask that hides the secrets of an address that another package reads, and the password beside it."""
    plain = [password]
    try:
        parts = urlsplit(address)
        plain += [parts.password or "", unquote(parts.password or "")]
        plain += [value for key, value in parse_qsl(parts.query) if re.fullmatch(_MASKED_KEYS, key, re.IGNORECASE)]
    except ValueError:
        pass  # no address; what looks like a secret in it is masked all the same
    return _mask_of(plain)


def _secrets(url: URL) -> list[str]:
    plain = [str(url.password)] if url.password else []
    for key, value in url.query.items():
        if re.fullmatch(_MASKED_KEYS, key, re.IGNORECASE):
            plain.extend([value] if isinstance(value, str) else value)
        elif key == "odbc_connect" and isinstance(value, str):
            plain.extend(match[2].strip("{}") for match in _KEYED_SECRET.finditer(value))
    return plain


def _mask_of(plain: Sequence[str]) -> Mask:
    spellings = {form for secret in plain for form in (secret, quote(secret, safe=""), quote_plus(secret))}
    spellings |= {secret.replace("}", "}}") for secret in plain}
    # The longest first: a spelling may hold another one.
    return Mask(tuple(sorted((form for form in spellings if form), key=len, reverse=True)))
