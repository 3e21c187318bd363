"""What a text may stand for: escapes of JSON, HTML and addresses undone, and base 64 decoded."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

_ROUNDS = 3
"""JSON inside JSON inside HTML; deeper nestings are not looked for."""

_ESCAPE = re.compile(r"""\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrtbf"'\\/]))""")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": " ", "f": " "}
_PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{15,}")
_LINES = re.compile(r"(?:[A-Za-z0-9+/]{60,}\r?\n)+[A-Za-z0-9+/]*")
_URL_SAFE = str.maketrans("-_", "+/")
_MAGIC = (b"PK\x03\x04", b"\x1f\x8b", b"\x80\x04", b"\x80\x05", b"BZh", b"\xfd7zXZ")
_READABLE = bytes([*range(0x20, 0x7F), 9, 10, 13])
_LEAST_READABLE = 0.7
_ALWAYS_LOOKED_AT = 200
_LEAST_LINE = 60


def readings(text: str) -> Iterator[str]:
    """Return a text and, one after the other, what remains when its escapes are undone."""
    yield text
    for _ in range(_ROUNDS):
        opened = _undone(text)
        if opened == text:
            return
        yield opened
        text = opened


def hidden_bytes(text: str) -> set[bytes]:
    """Return what stands in a text in base 64, also in its form for addresses and broken into lines."""
    runs = set(_BASE64.findall(text))
    if any(len(run) >= _LEAST_LINE for run in runs):
        runs |= set(_LINES.findall(text))
    found = {_decoded(letters) for letters in runs if not _one_case(letters)}
    return {data for data in found if data is not None}


def _one_case(letters: str) -> bool:
    # Numbers in base 16, paths and plain words; base 64 of fifteen letters always has both cases.
    return letters.islower() or letters.isupper() or letters.isdigit()


@lru_cache(maxsize=50_000)
def _decoded(letters: str) -> bytes | None:
    plain = "".join(letters.split()).translate(_URL_SAFE)
    try:
        data = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if data.startswith(_MAGIC) or len(data) >= _ALWAYS_LOOKED_AT or _readable(data) else None


def _readable(data: bytes) -> bool:
    # Every long word or path is some base 64; what comes of those is no text.
    plain = len(data) - len(data.translate(None, _READABLE))
    if plain <= _LEAST_READABLE / 2 * len(data):
        return False
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = data.replace(b"\0", b"").decode("latin-1")
    return sum(letter.isprintable() or letter.isspace() for letter in text) > _LEAST_READABLE * len(text)


def _undone(text: str) -> str:
    if "\\" in text:
        text = _ESCAPE.sub(_escaped, text)
        if _SURROGATE.search(text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "&" in text:
        text = html.unescape(text)
    if "%" in text:
        text = _PERCENT.sub(lambda match: unquote(match[0]), text)
    return text


def _escaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _LETTERS.get(match[3], match[3])
