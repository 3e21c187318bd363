"""E-mail addresses, web addresses and numbers of machines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from epicrisis.etl.deidentification.spans import Span

# Bounded on both sides of the @, so that a long run of letters costs its length and no more.
_BEFORE_AT = re.compile(r"[\w.%+\-]{1,64}\Z")
_AFTER_AT = re.compile(r"[^\W_](?:[\w\-]{0,62})(?:\.[^\W_][\w\-]{0,62}){1,6}")
_WEB = re.compile(r"(?:https?|ftp)://[^\s<>\"\[\]]{2,2000}|www\.[^\s<>\"\[\]]{3,2000}", re.IGNORECASE)
_BARE = re.compile(
    r"\.(?:com|org|net|edu|gov|gob|info|es|mx|ar|cl|co|pe|ec|uy|br|uk|us|eu|cat|io)(?:\.[a-z]{2})?/[^\s<>\"\[\]]{0,2000}"
)
_HOST = re.compile(r"[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,4}\Z")
_MACHINE = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_GLUED = re.compile(r"[^\W_]{1,64}\Z")
_ENDING = ".,;:!?)»'’"
_LONGEST_HOST = 256


def contacts(text: str) -> Iterator[Span]:
    """Find e-mail and web addresses."""
    if "@" in text:
        yield from _emails(text)
    if "://" in text or "www." in text or "WWW." in text or "Www." in text:
        for found in _WEB.finditer(text):
            # What is glued to an address goes with it.
            glued = _GLUED.search(text[max(0, found.start() - 64) : found.start()])
            start = found.start() - (len(glued[0]) if glued else 0)
            yield Span(start, _without_ending(text, found.start(), found.end()), "url")
    if "/" in text:
        for found in _BARE.finditer(text):
            host = _HOST.search(text[max(0, found.start() - _LONGEST_HOST) : found.start()])
            if host:
                start = found.start() - len(host[0])
                yield Span(start, _without_ending(text, start, found.end()), "url")


def machine_at(text: str, start: int) -> Span | None:
    """Return the IPv4 address that begins at a digit, if there is one."""
    found = _MACHINE.match(text, start)
    if not found:
        return None
    parts = [int(part) for part in found[0].split(".")]
    # 1.2.1.3 numbers a heading; an address has longer parts.
    if max(parts) > 255 or len(found[0]) < 9:
        return None
    return Span(start, found.end(), "url")


def _emails(text: str) -> Iterator[Span]:
    at = text.find("@")
    while at >= 0:
        before = _BEFORE_AT.search(text[max(0, at - 64) : at])
        after = _AFTER_AT.match(text, at + 1)
        if before and after:
            yield Span(at - len(before[0]), after.end(), "email")
        at = text.find("@", at + 1)


def _without_ending(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1] in _ENDING:
        end -= 1
    return end
