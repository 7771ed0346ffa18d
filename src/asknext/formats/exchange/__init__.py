"""Structured labels in and out: COCO, YOLO, Pascal VOC, LabelMe, CoNLL, spans, Label Studio, tables, predictions."""

from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.checking import Checks, checked
from asknext.formats.exchange.converting import Conversion, convert
from asknext.formats.exchange.formats_by_name import READERS, WRITERS, Options, guessed, open_labels, write_labels
from asknext.formats.exchange.label_rows import label_rows
from asknext.formats.exchange.model_outputs import from_torchvision, from_ultralytics
from asknext.formats.exchange.source import AnnotatedSource
from asknext.formats.exchange.strategy_inputs import detection, detections, read_token_probabilities
from asknext.formats.exchange.tagger_outputs import from_pipeline, from_spacy, from_transformers
from asknext.formats.exchange.token_sequences import sequence, sequences

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
    "from_pipeline",
    "from_spacy",
    "from_torchvision",
    "from_transformers",
    "from_ultralytics",
    "guessed",
    "label_rows",
    "open_labels",
    "read_token_probabilities",
    "sequence",
    "sequences",
    "write_labels",
]
