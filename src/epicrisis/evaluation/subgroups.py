"""Figures of some of the patients: by sex, by age, and by any column that the settings name for it.

Groups of fewer than ten patients are not measured, and neither their sizes nor their names are kept. A gap is the
figure of a group less that of all other notes, over the same resamples of patients; its interval is widened for the
number of groups that were looked at (Bonferroni), so that a gap whose interval excludes zero is a finding.
"""

from __future__ import annotations

from epicrisis.i18n.catalogue import sentence

FEWEST_PATIENTS = 10
MISSING = sentence("no value")
FEW = sentence("all other values")
UNNAMED_GROUPS = (MISSING, FEW)
