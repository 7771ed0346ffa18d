"""Public data sets, read whole and compared with parsers written here."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from benchmarks.formats.real_data import load, trips
from benchmarks.shared_data import Absent, shared_file
from PIL import Image

from asknext.annotations import Annotated, Box, Polygon, Span, Text
from asknext.formats.exchange import Checks, checked, open_labels
from asknext.formats.rows import Reject


def shared(name: str) -> Path:
    try:
        return shared_file(name)
    except Absent as absent:
        pytest.skip(str(absent))


def read(path: Path, images: Path | None = None) -> list[Annotated]:
    found = list(checked(open_labels(path), Checks(images)))
    assert [each for each in found if isinstance(each, Reject)] == []
    return [each for each in found if isinstance(each, Annotated)]


def test_boxes_of_blood_cells_in_both_their_formats(tmp_path: Path) -> None:
    with zipfile.ZipFile(shared("bccd_detection/images_voc.zip")) as archive:
        archive.extractall(tmp_path)
    by_xml = {}
    for path in (tmp_path / "annotations_voc").glob("*.xml"):
        root = ElementTree.parse(path).getroot()
        by_xml[root.findtext("filename")] = sorted(
            (
                each.findtext("name"),
                *(float(each.findtext(f"bndbox/{s}") or "") for s in ("xmin", "ymin", "xmax", "ymax")),
            )
            for each in root.findall("object")
        )
    voc = read(tmp_path / "annotations_voc", tmp_path / "images")
    coco = read(shared("bccd_detection/annotations_coco.json"), tmp_path / "images")
    for items in (voc, coco):
        assert {item.name: sorted((a.label, *a.value.bounds) for a in item.annotations) for item in items} == by_xml  # type: ignore[union-attr]
    assert sum(map(len, by_xml.values())) == 2_997


def test_outlines_of_nuclei_and_what_their_file_says_beside() -> None:
    path = shared("nuclei_instances/annotations_coco.json")
    raw = {str(each["id"]): each for each in json.loads(path.read_text())["annotations"]}
    found = {each.id: each for item in read(path, path.parent) for each in item.annotations}
    assert found.keys() == raw.keys()
    for id, each in found.items():
        assert isinstance(each.value, Polygon)
        given = raw[str(id)]
        assert [c for ring in each.value.rings for point in ring for c in point] == given["segmentation"][0]
        # the file counts pixels with those under the outline, which the area that the outline encloses does not
        assert each.attributes["area"] == given["area"] >= each.value.area


def test_entities_of_tweets_by_hand() -> None:
    found = 0
    for name, entities in (
        ("wnut17train.conll", 1_975),
        ("emerging.dev.conll", 836),
        ("emerging.test.annotated", 1_079),
    ):
        path = shared(f"wnut17_ner/{name}")
        items = read(path)
        lines = [line.split("\t") for line in path.read_text().split("\n") if line.strip()]
        assert sum(tag.strip().startswith("B-") for _, tag in lines) == entities
        assert sum(len(each.annotations) for each in items) == entities
        words = [
            item.content.text[a:b]
            for item in items
            if isinstance(item.content, Text)
            for a, b in item.content.tokens or ()
        ]
        assert words == [word for word, _ in lines]
        first = next(each for each in items if each.annotations)
        span = first.annotations[0].value
        assert isinstance(span, Span)
        assert isinstance(first.content, Text)
        assert span.end <= len(first.content.text)
        found += 1
    assert found == 3


def test_polygons_of_labelme() -> None:
    folder = shared("polygons_labelme_voc")
    items = read(folder, folder)
    assert sum(len(each.annotations) for each in items) == 18
    for item in items:
        with Image.open(folder / item.name) as image:
            assert item.content is not None
            assert (item.content.width, item.content.height) == image.size  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["coco_polygons_ccby", "polygons_labelme_voc", "nuclei_instances"])
def test_every_format_gives_back_all_it_took(name: str, tmp_path: Path) -> None:
    shared(name)
    pytest.importorskip("pyarrow")
    for trip in trips(load(name, tmp_path)):
        drawn = sum(each.count for what, each in trip.carried.changed.items() if "drawn" in what)
        assert trip.same == trip.carried.annotations - drawn, trip.format
        assert trip.carried.annotations or trip.format == "huggingface"


def test_a_box_of_the_ccby_images_is_that_of_its_outline() -> None:
    path = shared("coco_polygons_ccby/instances.json")
    for item in read(path, path.parent):
        for each in item.annotations:
            given = each.attributes.get("bbox")
            if given is not None and isinstance(each.value, Polygon):
                bounds = np.array(each.value.bounds)
                assert Box(*given).bounds == pytest.approx(bounds, abs=0.011)
