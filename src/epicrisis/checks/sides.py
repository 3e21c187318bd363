"""EP001 and EP002: what stands on both sides of the split."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from epicrisis.checks.contract import NOT_MEASURED, Check, FieldValue, Finding, NotApplicable
from epicrisis.i18n.catalogue import sentence
from epicrisis.training.result import TrainingResult


class PatientOnBothSides(Check):
    """A patient whose notes were learned from and tested on."""

    code = "EP001"
    title = sentence("A patient on both sides")
    severity = "warning"
    explanation = sentence(
        "Notes of one patient are alike. A model that has learned from some of them is asked about others that it half "
        "knows, and every figure is too good."
    )
    advice = sentence('Name the patient\'s column in columns.patient and set split.by = "patient" or "time".')
    probast = "4.8"
    sentences: ClassVar[Mapping[str, str]] = {
        "row_split": sentence(
            "Rows were divided without regard to patients: notes of one patient may stand on both sides, so every "
            "figure is probably too good."
        ),
        "patients_on_both_sides": sentence(
            "{count_patients} patients have notes among the training rows and among the sealed ones."
        ),
        "row_intervals": sentence(
            "The intervals resample notes, not patients. Notes of one patient are alike, so the true intervals are "
            "wider."
        ),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        found = []
        seen = None if result.examination is None else result.examination.patients_on_both_sides
        if seen:
            found.append(Finding(code="patients_on_both_sides", level="warning", fields={"count_patients": seen}))
        elif result.split.by == "row":
            found.append(Finding(code="row_split", level="warning"))
        elif seen is None:
            return NOT_MEASURED
        if result.test.unit == "row":
            found.append(Finding(code="row_intervals", level="warning"))
        return found


class NearDuplicatesAcross(Check):
    """A copy of a training note among the sealed ones."""

    code = "EP002"
    title = sentence("Near-duplicates across the sides")
    severity = "warning"
    explanation = sentence(
        "A note that was copied and hardly changed is known to the model already, also where the copy is another "
        "patient's."
    )
    advice = sentence(
        "Take the fixed text of templates out in the query. If notes are alike by chance only, raise "
        "etl.near_duplicates."
    )
    probast = "4.8"
    sentences: ClassVar[Mapping[str, str]] = {
        "near_duplicates_apart": sentence(
            "{count_notes} near-duplicate notes ({count_clusters} clusters) are shared by so many patients that they "
            "could not all be kept on one side of the split. If they are templates, new patients will have them too; "
            "if not, the figures are too good."
        ),
        "copies_across": sentence(
            "{count_notes} of {count_rows} sealed notes have a near-duplicate among the training notes."
        ),
    }

    def look(self, result: TrainingResult) -> list[Finding] | NotApplicable:
        """See `Check.look`."""
        joined = result.split.near_duplicates
        if joined is None:
            return NotApplicable(sentence("Near-duplicates were not looked for (etl.near_duplicates = 0)."))
        across = None if result.examination is None else result.examination.copies_across
        found = []
        if joined.clusters_apart:
            apart: dict[str, FieldValue] = {
                "count_notes": joined.notes_apart,
                "count_clusters": joined.clusters_apart,
            }
            found.append(Finding(code="near_duplicates_apart", level="warning", fields=apart))
        if across:
            counts: dict[str, FieldValue] = {"count_notes": across, "count_rows": result.split.rows_test}
            found.append(Finding(code="copies_across", level="warning", fields=counts))
        return found
