"""All that tells the groups apart, numbered: every finding of every domain, the sex and the age bands.

A note's text is written from these numbers and from chance that knows nothing of the group. So the numbers are all
that any reader of the note could use, and `ceiling.py` reads them where a model has to read the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from epicrisis.sources.clinic.circumstances import CIRCUMSTANCES
from epicrisis.sources.clinic.complaints import COMPLAINTS
from epicrisis.sources.clinic.examination import EXAMINATION
from epicrisis.sources.clinic.groups import AGE_WEIGHTS, FEMALE
from epicrisis.sources.clinic.vocabulary import Domain


@dataclass(frozen=True)
class DomainTable:
    """A domain made ready to draw from.

    Parameters
    ----------
    domain : Domain
        The domain.
    first : int
        Number of its first finding; the others follow.
    cumulative : sequence
        For each group, the running sums of P(finding | group).
    """

    domain: Domain
    first: int
    cumulative: Sequence[Sequence[float]]


def _tables(domains: Sequence[Domain], first: int) -> tuple[DomainTable, ...]:
    tables = []
    for domain in domains:
        by_group = zip(*domain.probabilities(), strict=True)
        tables.append(DomainTable(domain, first, tuple(tuple(accumulate(column)) for column in by_group)))
        first += len(domain.findings)
    return tuple(tables)


SUBJECTIVE = _tables((*COMPLAINTS, *CIRCUMSTANCES), 0)
OBJECTIVE = _tables(EXAMINATION, SUBJECTIVE[-1].first + len(SUBJECTIVE[-1].domain.findings))
FINDINGS = tuple(finding for table in (*SUBJECTIVE, *OBJECTIVE) for finding in table.domain.findings)
NAMED = tuple(number for number, finding in enumerate(FINDINGS) if finding.names)
"""The findings that can be denied or be a relative's."""
NAMED_SUBJECTIVE = tuple(number for number in NAMED if number < OBJECTIVE[0].first)
NAMED_OBJECTIVE = tuple(number for number in NAMED if number >= OBJECTIVE[0].first)

FEMALE_EVIDENCE = len(FINDINGS)
MALE_EVIDENCE = FEMALE_EVIDENCE + 1
FIRST_AGE_EVIDENCE = MALE_EVIDENCE + 1


def probabilities() -> list[list[float]]:
    """Return P(evidence | group): one row for each number, one column for each group.

    Within a domain, the two sexes and the age bands, every column sums to 1.
    """
    rows = [row for table in (*SUBJECTIVE, *OBJECTIVE) for row in table.domain.probabilities()]
    rows.append(list(FEMALE))
    rows.append([1 - share for share in FEMALE])
    rows.extend(
        [weight / sum(weights) for weight, weights in zip(column, AGE_WEIGHTS, strict=True)]
        for column in zip(*AGE_WEIGHTS, strict=True)
    )
    return rows
