"""The terms of the clinic's tables: a finding, a domain of findings, and how likely each is in each group."""

from __future__ import annotations

from dataclasses import dataclass

Weights = tuple[int, int, int, int, int, int]

CONTRAST = 1.6
"""Exponent of every weight: the higher, the better the findings tell the groups apart. 1.6 puts `ceiling` at 0.84."""


@dataclass(frozen=True)
class Finding:
    """One thing that a note can say of a patient.

    Parameters
    ----------
    weights : tuple of 6 int
        How common it is in each group, in the order of `groups.GROUPS`, beside its domain's other findings.
    names : tuple of str
        Noun phrases for it, the most usual first. They also occur where it is denied, or is a relative's.
    clauses : tuple of str
        Whole clauses for it, the most usual first.
    """

    weights: Weights
    names: tuple[str, ...]
    clauses: tuple[str, ...]


@dataclass(frozen=True)
class Domain:
    """Findings of which a note names at most one: sleep, mood, risk.

    Parameters
    ----------
    chance : float
        How often a note touches the domain, the same in every group.
    labels : tuple of str
        Headings under which clinicians write it; empty for none.
    findings : tuple of Finding
        The alternatives.
    """

    chance: float
    labels: tuple[str, ...]
    findings: tuple[Finding, ...]

    def probabilities(self) -> list[list[float]]:
        """Return P(finding | group): one row a finding, one column a group; every column sums to 1."""
        raised = [[weight**CONTRAST for weight in finding.weights] for finding in self.findings]
        totals = [sum(column) for column in zip(*raised, strict=True)]
        return [[value / total for value, total in zip(row, totals, strict=True)] for row in raised]


def finding(weights: Weights, names: str, clauses: str = "") -> Finding:
    """Make a finding from lists written with bars: ``"insomnio | mal dormir"``."""
    return Finding(weights, _split(names), _split(clauses))


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())
