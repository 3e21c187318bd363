"""The topics of a report for those who judge its figures: a section each, or none."""
