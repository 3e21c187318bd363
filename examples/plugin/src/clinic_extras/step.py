"""A text step: «dolor torácico» counts as one term, whatever stands around it."""

from __future__ import annotations

from collections.abc import Iterator

from epicrisis.features.rewriting import Change
from epicrisis.features.steps import TextStep


def join(tokens: list[str]) -> Iterator[Change[list[str]]]:
    for place in range(len(tokens) - 1):
        if tokens[place] == "dolor" and tokens[place + 1] in ("torácico", "toracico", "precordial"):
            yield Change(place, place + 2, ["dolor_torácico"])


STEP = TextStep(name="chest_pain", level="tokens", make=lambda language: join)
