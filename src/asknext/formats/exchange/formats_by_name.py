"""Every format of structured labels by its name: how it is opened, written, and recognised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from asknext.annotations import Annotated, LabelClass
from asknext.errors import DataError, InputError, UnknownName
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.coco_file import CocoFile, CocoResults
from asknext.formats.exchange.coco_writing import write_coco, write_coco_results
from asknext.formats.exchange.conll_file import ConllFile
from asknext.formats.exchange.conll_writing import write_conll
from asknext.formats.exchange.detections_writing import write_detections
from asknext.formats.exchange.huggingface_file import HuggingFaceFile, write_huggingface
from asknext.formats.exchange.label_studio_file import LabelStudioFile
from asknext.formats.exchange.label_studio_video_writing import write_label_studio_video
from asknext.formats.exchange.label_studio_writing import write_label_studio
from asknext.formats.exchange.labelme_folder import LabelmeFolder, write_labelme
from asknext.formats.exchange.native_file import NativeFile, write_native
from asknext.formats.exchange.prediction_folder import PredictionFolder
from asknext.formats.exchange.prediction_writing import write_predictions
from asknext.formats.exchange.source import AnnotatedSource
from asknext.formats.exchange.spans_file import SpansFile
from asknext.formats.exchange.spans_writing import write_spans
from asknext.formats.exchange.table_file import TableFile, write_table
from asknext.formats.exchange.voc_folder import VocFolder
from asknext.formats.exchange.voc_writing import write_voc
from asknext.formats.exchange.yolo_folder import YoloFolder
from asknext.formats.exchange.yolo_writing import write_yolo

__all__ = ["READERS", "WRITERS", "Options", "guessed", "open_labels", "write_labels"]

Items = Iterable[Annotated]
Classes = Sequence[LabelClass]


@dataclass(frozen=True)
class Options:
    """What some formats want to know; the others have no use for it.

    images : the folder the images lie in. task : of YOLO (detect, segment, pose, obb), of a prediction folder to read
    (its name) or to write (the type of the task), of Pascal VOC to read (segment: each object by its pixels). scheme :
    of CoNLL's tags. origin : 0 or 1, from which Pascal VOC counts pixels. truth : the COCO file whose images a results
    file is about. classes : names behind numbers. approximate : whether a writer may come near what it cannot say.
    copy_images : whether YOLO's images are copied.
    """

    images: Path | None = None
    task: str | None = None
    scheme: str = "bio"
    origin: int = 0
    truth: Path | None = None
    classes: tuple[str, ...] = ()
    approximate: bool = False
    copy_images: bool = False


def open_labels(path: Path, format: str | None = None, options: Options | None = None) -> AnnotatedSource:
    """The labels in a file or folder, in the ``format`` of a name in `READERS`, or in the one they look like.

    Raises `DataError` where there is nothing to read, `UnknownName` for an unknown format.
    """
    if not path.exists():
        raise DataError("there is no such file or folder", source=str(path))
    name = format or guessed(path)
    if name not in READERS:
        raise UnknownName("format to read", name, READERS)
    return READERS[name](path, options or Options())


def write_labels(items: Items, classes: Classes, path: Path, format: str, options: Options | None = None) -> Carried:
    """Write items in the ``format`` of a name in `WRITERS`; gives what did not come along."""
    if format not in WRITERS:
        raise UnknownName("format to write", format, WRITERS)
    return WRITERS[format](items, classes, path, options or Options())


def guessed(path: Path) -> str:
    """The format that a file or folder looks like; raises `DataError` where it looks like none."""
    if not path.exists():
        raise DataError("there is no such file or folder", source=str(path))
    found = _folder(path) if path.is_dir() else _ENDINGS.get(path.suffix.lower())
    if found is None and path.suffix.lower() in (".json", ".jsonl"):
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            found = _json(file.read(4_096).lstrip(), path.suffix.lower())
    if found is None:
        raise DataError(f"looks like no known format; name one with --from: {', '.join(READERS)}", source=str(path))
    return found


_ENDINGS = {
    ".csv": "table", ".tsv": "table", ".parquet": "table", ".conll": "conll", ".bio": "conll", ".iob": "conll",
    ".iob2": "conll", ".txt": "conll", ".xml": "voc", ".yaml": "yolo", ".yml": "yolo", ".annotated": "conll",
}  # fmt: skip


def _folder(path: Path) -> str | None:
    if (path / "tasks.json").is_file():
        return "predictions"
    if (path / "data.yaml").is_file() or (path / "labels").is_dir():
        return "yolo"
    if (path / "metadata.jsonl").is_file():
        return "huggingface"
    return next(
        (name for ending, name in (("xml", "voc"), ("json", "labelme")) if any(path.rglob(f"*.{ending}"))), None
    )


def _json(head: str, ending: str) -> str:
    if ending == ".jsonl":
        if '"asknext"' in head[:40]:
            return "asknext"
        return "huggingface" if '"file_name"' in head or '"ner_tags"' in head else "spans"
    if head.startswith("["):
        return "coco-results" if '"image_id"' in head else "label-studio"
    return "labelme" if '"shapes"' in head or '"imagePath"' in head else "coco"


def _results(path: Path, options: Options) -> AnnotatedSource:
    if options.truth is None:
        raise InputError("A COCO results file says neither images nor classes; name the COCO file with --truth.")
    return CocoResults(path, CocoFile(options.truth))


def _yolo(items: Items, classes: Classes, path: Path, options: Options) -> Carried:
    images = options.images if options.copy_images else None
    return write_yolo(
        items, classes, path, task=options.task or "detect", approximate=options.approximate, images=images
    )


def _predictions(items: Items, classes: Classes, path: Path, options: Options) -> Carried:
    kind = options.task or "object-detection"
    return write_predictions(items, classes, path, task_type=kind, approximate=options.approximate)


READERS: dict[str, Callable[[Path, Options], AnnotatedSource]] = {
    "asknext": lambda path, o: NativeFile(path),
    "coco": lambda path, o: CocoFile(path),
    "coco-results": _results,
    "conll": lambda path, o: ConllFile(path),
    "huggingface": lambda path, o: HuggingFaceFile(path, classes=o.classes),
    "label-studio": lambda path, o: LabelStudioFile(
        path, images=o.images, classes=[LabelClass(each) for each in o.classes]
    ),
    "labelme": lambda path, o: LabelmeFolder(path),
    "predictions": lambda path, o: PredictionFolder(path, o.task, images=o.images),
    "spans": lambda path, o: SpansFile(path),
    "table": lambda path, o: TableFile(path),
    "voc": lambda path, o: VocFolder(path, origin=o.origin, masks=o.task == "segment"),
    "yolo": lambda path, o: YoloFolder(path, task=o.task or "auto", images=o.images),
}

WRITERS: dict[str, Callable[[Items, Classes, Path, Options], Carried]] = {
    "asknext": lambda items, classes, path, o: write_native(items, classes, path),
    "coco": lambda items, classes, path, o: write_coco(items, classes, path, approximate=o.approximate),
    "coco-results": lambda items, classes, path, o: write_coco_results(items, classes, path, approximate=o.approximate),
    "conll": lambda items, classes, path, o: write_conll(items, path, scheme=o.scheme, approximate=o.approximate),
    "detections": lambda items, classes, path, o: write_detections(items, path),
    "doccano": lambda items, classes, path, o: write_spans(items, path, style="doccano"),
    "huggingface": lambda items, classes, path, o: write_huggingface(items, path, approximate=o.approximate),
    "label-studio": lambda items, classes, path, o: write_label_studio(items, classes, path, approximate=o.approximate),
    "label-studio-video": lambda items, classes, path, o: write_label_studio_video(
        items, path, approximate=o.approximate
    ),
    "labelme": lambda items, classes, path, o: write_labelme(items, path, approximate=o.approximate),
    "predictions": _predictions,
    "prodigy": lambda items, classes, path, o: write_spans(items, path, style="prodigy"),
    "spacy": lambda items, classes, path, o: write_spans(items, path, style="spacy"),
    "table": lambda items, classes, path, o: write_table(items, path),
    "voc": lambda items, classes, path, o: write_voc(items, classes, path, origin=o.origin, approximate=o.approximate),
    "yolo": _yolo,
}
