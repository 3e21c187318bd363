"""The six diagnostic groups: how many rows each has, who is in them, how often a label is wrong, how it is spelt."""

from __future__ import annotations

GROUPS = (
    "T. de Ansiedad",
    "T. Depresivos",
    "Otros Trastornos",
    "T. Personalidad",
    "T. Externalizantes",
    "T. de Adaptación",
)

ROWS_PER_10_000 = (3223, 2211, 1818, 1260, 991, 497)
"""Rows of each group, as in a published description of a real clinic's table."""

FEMALE = (0.68, 0.66, 0.52, 0.70, 0.30, 0.60)
"""P(female | group)."""

AGE_BANDS = ((13, 17), (18, 24), (25, 34), (35, 44), (45, 59), (60, 84))
"""First and last age in years of each band; within a band every age is as likely."""

AGE_WEIGHTS = (
    (10, 19, 29, 22, 14, 6),
    (11, 15, 23, 20, 19, 12),
    (13, 20, 20, 17, 15, 15),
    (14, 30, 29, 16, 9, 2),
    (41, 25, 17, 9, 6, 2),
    (13, 16, 24, 22, 16, 9),
)
"""P(age band | group) in per cent, one row a group."""

TRULY = (
    (93, 2, 1, 1, 1, 2),
    (3, 92, 1, 2, 0, 2),
    (3, 2, 93, 1, 1, 0),
    (1, 3, 2, 92, 2, 0),
    (2, 1, 2, 2, 93, 0),
    (3, 4, 0, 0, 0, 93),
)
"""P(what the patient has | what the patient's file says) in per cent: a wrong diagnosis stays in the whole file."""

SLIPS_PER_10_000 = 500
"""Rows whose label is another row's: the wrong line of the list was clicked at one visit."""


def shares() -> list[float]:
    """Return P(recorded group), in the order of `GROUPS`."""
    return [rows / 10_000 for rows in ROWS_PER_10_000]
