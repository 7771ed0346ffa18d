"""The formats in which the labels of a project can leave it, by what its task asks."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.errors import UnknownName
from asknext.project.annotate_config import WHOLE
from asknext.project.config import Config

__all__ = ["FORMATS", "ExportFormat", "export_format", "export_formats"]


@dataclass(frozen=True)
class ExportFormat:
    """A format by the name that asks for it.

    Attributes
    ----------
    ending : of its file, with the dot; of a ``folder`` that of the archive. media_type : as HTTP says it.
    plain : a row an item, with everything about its label. folder : whether it is many files.
    """

    name: str
    ending: str
    media_type: str
    plain: bool = False
    folder: bool = False


_CSV, _LINES, _JSON = "text/csv; charset=utf-8", "application/x-ndjson", "application/json"
_TEXT, _ZIP = "text/plain; charset=utf-8", "application/zip"
FORMATS = {
    each.name: each
    for each in (
        ExportFormat("csv", ".csv", _CSV, plain=True),
        ExportFormat("jsonl", ".jsonl", _LINES, plain=True),
        ExportFormat("parquet", ".parquet", "application/vnd.apache.parquet", plain=True),
        ExportFormat("coco", ".json", _JSON),
        ExportFormat("conll", ".conll", _TEXT),
        ExportFormat("doccano", ".jsonl", _LINES),
        ExportFormat("huggingface", ".jsonl", _LINES),
        ExportFormat("label-studio", ".json", _JSON),
        ExportFormat("label-studio-video", ".json", _JSON),
        ExportFormat("labelme", ".zip", _ZIP, folder=True),
        ExportFormat("native", ".jsonl", _LINES),
        ExportFormat("spacy", ".jsonl", _LINES),
        ExportFormat("spans", ".jsonl", _LINES),
        ExportFormat("table", ".csv", _CSV),
        ExportFormat("voc", ".zip", _ZIP, folder=True),
        ExportFormat("yolo", ".zip", _ZIP, folder=True),
    )
}
_PLAIN = ("csv", "jsonl", "parquet")
_ANY = ("label-studio", "native", "table")
_BY_TASK = {
    "objects": (*_PLAIN, "coco", "label-studio", "labelme", "native", "table", "voc", "yolo"),
    "spans": (*_PLAIN, "conll", "doccano", "huggingface", "label-studio", "native", "spacy", "spans", "table"),
    "regions": (*_PLAIN, *_ANY),
    **dict.fromkeys(WHOLE, (*_PLAIN, *_ANY)),
}


def export_formats(config: Config) -> tuple[ExportFormat, ...]:
    """Those that have room for the labels of such a project; the plain ones first."""
    names = _BY_TASK.get(config.task, _PLAIN)
    if config.task == "objects" and "box" in config.annotate.shapes:
        names = (*names, "huggingface", *(("label-studio-video",) if config.content == "frames" else ()))
    return tuple(FORMATS[each] for each in names)


def export_format(config: Config, name: str) -> ExportFormat:
    """One of `export_formats` by its name. Raises `UnknownName` for any other."""
    fitting = {each.name: each for each in export_formats(config)}
    if name not in fitting:
        raise UnknownName("export format for the labels of this project", name, fitting)
    return fitting[name]
