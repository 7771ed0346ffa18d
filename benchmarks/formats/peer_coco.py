"""Run by a Python that has pycocotools: does it read a file, and agree on areas, boxes and masks?"""

from __future__ import annotations

import json
import sys


def main(path: str) -> dict[str, float]:
    """How many objects its own reader finds, and how far its areas and bounds are from those in the file."""
    import contextlib
    import io

    from pycocotools import mask as masks
    from pycocotools.coco import COCO

    with contextlib.redirect_stdout(io.StringIO()):
        coco = COCO(path)
    objects = coco.loadAnns(coco.getAnnIds())
    area = bounds = 0.0
    drawn = []
    for each in objects:
        if not each.get("segmentation"):
            continue
        found = coco.annToRLE(each)
        drawn.append({"id": each["id"], "area": int(masks.area(found)), "counts": found["counts"].decode()})
        if isinstance(each["segmentation"], dict):
            area = max(area, abs(float(masks.area(found)) - each["area"]))
            bounds = max(bounds, *(abs(a - b) for a, b in zip(masks.toBbox(found), each["bbox"], strict=True)))
    return {"objects": len(objects), "area": area, "bounds": bounds, "drawn": drawn}  # type: ignore[dict-item]


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
