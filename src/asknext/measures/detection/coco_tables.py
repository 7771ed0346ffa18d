"""Items as the tables in memory that the COCO API compares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from asknext.annotations import Annotated, Annotation, Box, Mask, OrientedBox, Picture, Polygon, mask_of
from asknext.errors import DataError

__all__ = ["Table", "predicted_rows", "truth_tables"]

Table = list[dict[str, Any]]


def truth_tables(items: Sequence[Annotated], classes: Sequence[str], masks: bool) -> dict[str, Table]:
    """What people drew (``annotations``) as images, categories and annotations, all counted from 1."""
    rows = [
        _row(each, item, at, classes, masks) | {"iscrowd": int(bool(each.attributes.get("iscrowd")))}
        for at, item in enumerate(items, 1)
        for each in item.annotations
        if _has_place(each)
    ]
    return {
        "images": [{"id": at, **_size(item)} for at, item in enumerate(items, 1)],
        "categories": [{"id": at, "name": name} for at, name in enumerate(classes, 1)],
        "annotations": [{"id": at, **row} for at, row in enumerate(rows, 1)],
    }


def predicted_rows(
    items: Iterable[Annotated], truth: Sequence[Annotated], classes: Sequence[str], masks: bool
) -> Table:
    """What models said (``predictions``) in the images of ``truth``, which have the sizes.

    Raises `DataError` for an image that is not among them, one that is there twice, a shape without a score, or, for
    masks, a box.
    """
    places = {item.name: at for at, item in enumerate(truth, 1)}
    rows: Table = []
    for item in items:
        if item.name not in places:
            raise DataError(f"predictions name the image {item.name!r}, which is not in the truth, or is there twice")
        at = places.pop(item.name)
        for each in filter(_has_place, item.predictions):
            if each.score is None:
                raise DataError(f"a {each.label} predicted in {item.name} has no score, and without there is no order")
            rows.append(_row(each, truth[at - 1], at, classes, masks) | {"score": each.score, "id": len(rows) + 1})
    return rows


def _row(said: Annotation, item: Annotated, image: int, classes: Sequence[str], masks: bool) -> dict[str, Any]:
    if said.label not in classes:
        raise DataError(
            f"{item.name} has a {said.value.kind} of the class {said.label!r}, which is not among the classes"
        )
    left, top, right, bottom = said.value.bounds  # type: ignore[union-attr]
    row = {
        "image_id": image,
        "category_id": list(classes).index(str(said.label)) + 1,
        "bbox": [left, top, right - left, bottom - top],
        "area": (right - left) * (bottom - top),
        "iscrowd": 0,
    }
    if masks:
        mask = _mask(said, item)
        row |= {"segmentation": {"size": [mask.height, mask.width], "counts": mask.counts}, "area": mask.area}
    return row


def _mask(said: Annotation, item: Annotated) -> Mask:
    value, size = said.value, item.content
    if isinstance(value, Mask):
        return _fitting(value, item)
    if isinstance(value, OrientedBox):
        value = Polygon.of(value.corners)
    if not isinstance(value, Polygon):
        raise DataError(f"{item.name} has a {value.kind}, which has no outline; compare boxes instead")
    if not isinstance(size, Picture) or not size.known:
        raise DataError(f"the size of {item.name} is not known, so its outlines cannot be drawn")
    return mask_of(value, size.height, size.width)


def _fitting(mask: Mask, item: Annotated) -> Mask:
    size = _size(item)
    if (size["height"], size["width"]) != (mask.height, mask.width):
        raise DataError(
            f"{item.name} is {size['width']} x {size['height']} pixels, and a mask in it {mask.width} x {mask.height}"
        )
    return mask


def _size(item: Annotated) -> dict[str, int]:
    """As the image says, else as its first mask does."""
    if isinstance(item.content, Picture) and item.content.known:
        return {"height": item.content.height, "width": item.content.width}
    masks = [each.value for each in item.said if isinstance(each.value, Mask)]
    return {"height": masks[0].height, "width": masks[0].width} if masks else {"height": 0, "width": 0}


def _has_place(said: Annotation) -> bool:
    """Shapes that cover something; not an answer about the whole image, nor a mask without a pixel."""
    if isinstance(said.value, Mask):
        return said.value.area > 0
    return isinstance(said.value, Box | OrientedBox | Polygon)
