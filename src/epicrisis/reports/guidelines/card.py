"""The CHAI Applied Model Card of a run, as XML: what is not known is said to be so."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from epicrisis.reports.guidelines.card_metrics import MetricText, metric_texts
from epicrisis.reports.guidelines.card_shape import CARD, NAMESPACE, Shape
from epicrisis.reports.guidelines.card_texts import card_texts
from epicrisis.reports.guidelines.run import Run

# What XML 1.0 cannot hold, escaped or not; the writer of the standard library writes it all the same.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def model_card(run: Run) -> str:
    """Return the model card of a run, valid against version 0.2 of the schema.

    Parameters
    ----------
    run : Run
        The report, what people said of the study, and the language.
    """
    root = ET.Element(CARD.name, xmlns=NAMESPACE)
    texts, metrics = card_texts(run), metric_texts(run)
    unknown = run.words.say("Not known: nobody has said it yet.")
    for part in CARD.children:
        if part.name == "KeyMetrics":
            _add_metrics(ET.SubElement(root, part.name), part, metrics)
        else:
            _add(root, part, texts, unknown)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add(above: ET.Element, shape: Shape, texts: Mapping[str, str | Sequence[str]], unknown: str) -> None:
    """Add an element and what stands in it; an optional one only where something is known."""
    if shape.children and not shape.optional:
        element = ET.SubElement(above, shape.name)
        for child in shape.children:
            _add(element, child, texts, unknown)
        return
    found = texts.get(shape.name, "")
    values = [found] if isinstance(found, str) else list(found)
    values = [value for value in values if value] or ([] if shape.optional else [unknown])
    for value in values:
        ET.SubElement(above, shape.name).text = _xml_text(value)


def _add_metrics(above: ET.Element, shape: Shape, metrics: Mapping[str, MetricText]) -> None:
    for kind in shape.children:
        text, element = metrics[kind.name], ET.SubElement(above, kind.name)
        ET.SubElement(element, "MetricGoal").text = _xml_text(text.goal)
        results = ET.SubElement(element, "Results")
        for label, value in text.results:
            result = ET.SubElement(results, "MetricResult")
            ET.SubElement(result, "Label").text = _xml_text(label)
            ET.SubElement(result, "ValueJson").text = _xml_text(json.dumps(value, ensure_ascii=False))
        for name, said in (
            ("Interpretation", text.interpretation),
            ("TestType", text.test_type),
            ("TestingDataDescription", text.testing_data),
            ("ValidationProcessAndJustification", text.process),
        ):
            ET.SubElement(element, name).text = _xml_text(said)


def _xml_text(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
