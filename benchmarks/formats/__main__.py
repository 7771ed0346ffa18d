"""``python -m benchmarks.formats [--coco PYTHON]`` writes benchmarks/results/formats.md.

``PYTHON`` is an interpreter that has pycocotools, to compare with; without it that part is left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.formats.hundred_thousand import EACH, FORMATS, IMAGES
from benchmarks.formats.real_data import DATA, Loaded, load, trips
from benchmarks.shared_data import Absent

from asknext.annotations import Annotated, Polygon, mask_of
from asknext.formats.exchange import open_labels, write_labels

RESULT = Path(__file__).resolve().parents[1] / "results" / "formats.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--coco", help="a Python that has pycocotools")
    given = parser.parse_args()
    RESULT.write_text("\n".join([*_head(), *_real(given.coco), *_large()]) + "\n", encoding="utf-8")
    print(RESULT)


def _head() -> list[str]:
    return ["# Structured labels from format to format", "", "`python -m benchmarks.formats --coco PYTHON`", ""]


def _real(coco: str | None) -> Iterator[str]:
    yield "## Real data through every format and back"
    yield ""
    yield "*written* of *there* annotations; *the same* afterwards: value, class and score equal to the last bit, in"
    yield "Label Studio, which has hundredths of the image for pixels, to a billionth of a pixel."
    yield "Nothing is approximated. A polygon of several parts is what YOLO, Pascal VOC and LabelMe cannot say."
    yield ""
    yield "| data | format | there | written | the same | not carried over, or written in another way |"
    yield "|---|---|---:|---:|---:|---|"
    peers = []
    for name in DATA:
        with tempfile.TemporaryDirectory() as folder:
            try:
                loaded = load(name, Path(folder))
            except Absent as absent:
                yield f"| {name} | | | | | {absent} |"
                continue
            for trip in trips(loaded):
                said = "; ".join(
                    f"{each.count:,} x {what}" for what, each in (trip.carried.lost | trip.carried.changed).items()
                )
                row = (
                    f"| {name} | {trip.format} | {trip.annotations:,} | {trip.carried.annotations:,} | {trip.same:,} |"
                )
                yield f"{row} {said} |"
            if loaded.rejects:
                first = loaded.rejects[0].reason
                yield f"| {name} | | | | | could not be read: {len(loaded.rejects)}, first: {first} |"
            if coco and name != "video_clips" and "coco" in loaded.formats:
                peers.append(_peer(coco, name, loaded))
    yield ""
    yield from peers
    yield ""


def _peer(python: str, name: str, loaded: Loaded) -> str:
    """What pycocotools makes of our file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.json"
        write_labels(loaded.items, loaded.classes, path, "coco")
        script = Path(__file__).with_name("peer_coco.py")
        done = subprocess.run([python, str(script), str(path)], capture_output=True, text=True, check=True)
        found, drawn = json.loads(done.stdout), 0
        texts = {str(each["id"]): each["counts"] for each in found["drawn"]}
        for item in open_labels(path):
            assert isinstance(item, Annotated)
            for each in item.annotations:
                if isinstance(each.value, Polygon):
                    mine = mask_of(each.value, item.content.height, item.content.width)  # type: ignore[union-attr]
                    drawn += mine.counts == texts[each.id or ""]
    polygons = sum(isinstance(each.value, Polygon) for item in loaded.items for each in item.annotations)
    told = (
        f"- {name}: pycocotools reads {found['objects']:,} of {sum(len(each.said) for each in loaded.items):,} objects"
    )
    return told + (f"; {drawn:,} of {polygons:,} polygons are drawn to the same run lengths." if polygons else ".")


def _large() -> Iterator[str]:
    yield f"## {IMAGES * EACH:,} boxes on {IMAGES:,} images"
    yield ""
    yield "Processor seconds, each format in a process of its own;"
    yield "reading checks every number. YOLO reads the size of every image, too; YOLO, VOC, LabelMe and predictions are"
    yield "a file for each image."
    yield ""
    yield "| format | write s | read s | MB on disk |"
    yield "|---|---:|---:|---:|"
    with ThreadPoolExecutor(4) as pool:
        for name, found in zip(FORMATS, pool.map(_measured, FORMATS), strict=True):
            yield f"| {name} | {found['write']:.1f} | {found['read']:.1f} | {found['disk']:.1f} |"


def _measured(name: str) -> dict[str, float]:
    line = [sys.executable, "-m", "benchmarks.formats.hundred_thousand", name]
    found: dict[str, float] = json.loads(subprocess.run(line, capture_output=True, text=True, check=True).stdout)
    return found


if __name__ == "__main__":
    main()
