"""De-identification: what names a person is masked before anything is learned."""

from epicrisis.etl.deidentification.masking import MaskedText, mask_column, mask_text, masked_spans
from epicrisis.etl.deidentification.spans import Span

__all__ = ["MaskedText", "Span", "mask_column", "mask_text", "masked_spans"]
