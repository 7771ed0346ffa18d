"""What a selection leaves in its folder: files, queue, predictions, metadata."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations import Annotated, Frame, ItemClass, LabelClass, Mask, Picture
from asknext.errors import DataError
from asknext.formats.exchange.output import write_whole
from asknext.formats.exchange.prediction_writing import write_predictions
from asknext.formats.exchange.safe_name import safe_name
from asknext.media import VideoFile
from asknext.selection.outcome import Outcome
from asknext.selection.outcome_json import item_json

__all__ = ["check_output", "leave", "write_json"]

_OWN = ("chosen", "predictions", "metadata")
_QUALITY = 95


def check_output(output: Path) -> None:
    """Before anything is read: raises `DataError` where ``output`` is no folder of ours and not empty."""
    if output.exists() and not output.is_dir():
        raise DataError("is a file; name a folder", source=str(output))
    try:
        output.mkdir(parents=True, exist_ok=True)
        there = {each.name for each in output.iterdir()}
    except OSError as error:
        raise DataError(f"no folder can be made here ({error.strerror})", source=str(output)) from None
    if there and not {"cache.db", "selection.json"} & there:
        raise DataError("is not empty and holds no selection; name a new folder", source=str(output))
    if not os.access(output, os.W_OK):
        raise DataError("nothing can be written here; name another folder", source=str(output))


def leave(found: Outcome, output: Path, tell: Callable[[int, int], object]) -> None:
    """Write all but the report and ``selection.json``; what an earlier run left in the same places is replaced."""
    for name in _OWN:
        shutil.rmtree(output / name, ignore_errors=True)
    (output / "selection.json").unlink(missing_ok=True)
    _write_files(found, output, tell)
    write_whole(output / "queue.jsonl", _lines(_queue(found)))
    write_whole(output / "items.jsonl", _lines(_every(found)))
    _write_sequences(found, output)
    _write_array(output / "embeddings.npy", found.vectors)
    _write_metadata(found, output / "metadata")
    if found.predicted is not None and any(found.predicted.said[row] for row in found.rows.tolist()):
        _write_predictions(found, output / "predictions")


def write_json(path: Path, told: Any) -> None:
    """The file as a whole or not at all."""
    write_whole(path, [json.dumps(told, ensure_ascii=False, indent=1, default=str)])


def _write_files(found: Outcome, output: Path, tell: Callable[[int, int], object]) -> None:
    done = 0
    for number, source in enumerate(found.items.sources):
        rows = [row for row in found.rows.tolist() if int(found.items.source[row]) == number]
        if rows and source.file.kind == "video":
            _write_frames(found, source.file.path, rows, output)
        elif rows:
            _write_copy(source.file.path, _place(output, found.chosen_file(rows[0])), found.config.files)
        done += len(rows)
        tell(done, len(found.rows))


def _write_frames(found: Outcome, path: Path, rows: list[int], output: Path) -> None:
    from PIL import Image

    by_frame = {int(found.items.index[row]): row for row in rows}
    for frame in VideoFile(path).picked(set(by_frame)):
        place = _place(output, found.chosen_file(by_frame[frame.index]))
        options: dict[str, Any] = {"quality": _QUALITY} if place.suffix == ".jpg" else {}
        Image.fromarray(frame.pixels).save(place, **options)


def _write_copy(path: Path, place: Path, how: str) -> None:
    if how == "link":
        place.symlink_to(path.resolve())
    else:
        shutil.copyfile(path, place)


def _place(output: Path, name: str) -> Path:
    place = output / safe_name(name)
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _in_time(found: Outcome) -> list[int]:
    """The chosen rows, video by video in the order of time, then the others in the order of choice."""
    frames = sorted(row for row in found.rows.tolist() if found.items.video(row) is not None)
    return frames + [row for row in found.rows.tolist() if found.items.video(row) is None]


def _queue(found: Outcome) -> Iterator[dict[str, Any]]:
    order = {int(row): at for at, row in enumerate(found.rows)}
    content = "audio" if found.items.sources and found.items.sources[0].file.kind == "audio" else "image"
    for row in _in_time(found):
        video, at = found.items.video(row), order[row]
        told: dict[str, Any] = {"id": found.items.names[row], content: found.chosen_file(row)}
        if video is not None:
            told |= {"video": video, "frame": int(found.items.index[row])}
            told |= {"seconds": round(float(found.items.seconds[row]), 6)}
        yield told | {"order": at, "reason": found.reasons[at]}


def _write_sequences(found: Outcome, output: Path) -> None:
    rows = [row for row in _in_time(found) if found.items.video(row) is not None]
    (output / "sequences.jsonl").unlink(missing_ok=True)
    if rows:
        write_whole(output / "sequences.jsonl", _lines(_sequences(found, rows)))


def _sequences(found: Outcome, rows: list[int]) -> Iterator[dict[str, Any]]:
    """One row a video: its chosen frames with their times."""
    items = found.items
    for video, own in groupby(rows, items.video):
        frames = [
            {
                "file": found.chosen_file(row),
                "index": int(items.index[row]),
                "seconds": round(float(items.seconds[row]), 6),
            }
            for row in own
        ]
        yield {"id": video, "video": video, "frames": frames}


def _every(found: Outcome) -> Iterator[dict[str, Any]]:
    order = {int(row): at for at, row in enumerate(found.rows)}
    return (item_json(found, row, order) for row in range(len(found.items)))


def _lines(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    return (json.dumps(each, ensure_ascii=False) + "\n" for each in rows)


def _write_array(path: Path, values: npt.NDArray[np.float32]) -> None:
    temporary = path.with_name(f".{path.name}")
    with temporary.open("wb") as file:
        np.save(file, values, allow_pickle=False)
    os.replace(temporary, path)


def _write_metadata(found: Outcome, folder: Path) -> None:
    """In the form of Lightly: a schema, and one file an item."""
    kinds = {
        name: "NUMERIC_FLOAT" if each.dtype.kind == "f" else "CATEGORICAL_STRING"
        for name, each in found.columns.items()
    }
    schema = [
        {"name": name, "path": name, "defaultValue": 0.0 if kind == "NUMERIC_FLOAT" else "", "valueDataType": kind}
        for name, kind in kinds.items()
    ]
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "schema.json", schema)
    for row in found.rows.tolist():
        told = item_json(found, row, {})
        file = found.chosen_file(row).removeprefix("chosen/")
        place = _place(folder, f"{os.path.splitext(file)[0]}.json")
        write_json(place, {"file_name": file, "type": "image", "metadata": told["columns"]})


def _write_predictions(found: Outcome, folder: Path) -> None:
    predicted = found.predicted
    assert predicted is not None
    values = [each.value for row in found.rows.tolist() for each in predicted.said[row]]
    kind = "classification" if all(isinstance(each, ItemClass) for each in values) else "object-detection"
    if values and all(isinstance(each, Mask) for each in values):
        kind = "instance-segmentation"
    classes = [LabelClass(name, at) for at, name in enumerate(predicted.classes)]
    write_predictions(
        (_annotated(found, row) for row in found.rows.tolist()), classes, folder, task_type=kind, approximate=True
    )


def _annotated(found: Outcome, row: int) -> Annotated:
    assert found.predicted is not None
    video, (width, height) = found.items.video(row), found.items.sizes[row].tolist()
    count = found.items.sources[int(found.items.source[row])].facts.frames
    frame = None
    if video is not None:
        frame = Frame(video, int(found.items.index[row]), count, float(found.items.seconds[row]))
    # labels of people stand for predictions here, and they are sure
    said = tuple(
        each if each.score is not None else replace(each, score=1.0)
        for each in found.predicted.said[row]
        if each.label is not None
    )
    return Annotated(found.items.names[row], Picture(width, height, frame), predictions=said)
