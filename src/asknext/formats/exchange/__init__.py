"""Structured labels in and out: COCO, YOLO, Pascal VOC, LabelMe, CoNLL, spans, Label Studio, tables, predictions."""

from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.checking import Checks, checked
from asknext.formats.exchange.converting import Conversion, convert
from asknext.formats.exchange.formats_by_name import READERS, WRITERS, Options, guessed, open_labels, write_labels
from asknext.formats.exchange.label_rows import label_rows
from asknext.formats.exchange.model_outputs import from_torchvision, from_ultralytics
from asknext.formats.exchange.source import AnnotatedSource
from asknext.formats.exchange.strategy_inputs import detection, detections, read_token_probabilities

__all__ = [
    "READERS",
    "WRITERS",
    "AnnotatedSource",
    "Carried",
    "Checks",
    "Conversion",
    "Options",
    "checked",
    "convert",
    "detection",
    "detections",
    "from_torchvision",
    "from_ultralytics",
    "guessed",
    "label_rows",
    "open_labels",
    "read_token_probabilities",
    "write_labels",
]
