"""Shapes drawn on images by mouse and by keyboard; their geometry in the browser against that of Python."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from asknext.annotations import Annotation, Mask, Polygon, mask_of, polygon_of
from asknext.labelling.annotated_export import export_annotations
from asknext.project.annotate_config import AnnotateConfig

from .label_page import expect, ready, soon

RULES = (Path(__file__).parent / "image_surface_rules.js").read_text(encoding="utf-8")
HEIGHT, WIDTH = 24, 31
STROKES = [
    (1, (3.2, 4.9), (3.2, 4.9), 1),
    (2, (9, 9), (9, 9), 1),
    (7, (2.5, 3.5), (25.5, 17.5), 1),
    (5, (0, 0), (30, 23), 0),
]
SHAPES = AnnotateConfig(shapes=("box", "polygon", "mask", "keypoints"))
CLASSES = (("cell", None), ("face", None, None, ("nose", "left eye", "right eye"), ((0, 1), (0, 2))))


def some_masks(rng):
    noise = [rng.random(rng.integers(1, 14, 2)) < rng.uniform(0.2, 0.9) for _ in range(30)]
    return [*noise, np.ones((3, 4), dtype=bool), np.zeros((3, 4), dtype=bool)]


def some_polygons(rng):
    """Parts with holes that cross, leave the image and lie on the edges of pixels."""
    made = []
    for number in range(40):
        rings = [np.round(rng.uniform(-3, 33, (rng.integers(3, 8), 2)), number % 3).tolist() for _ in range(4)]
        made.append([rings[:1], rings[1:3]] if number % 2 else [rings[:2]])
    return made


def brushed(size, start, end, value):
    """All pixels whose middle is within half of the size from the line, one by one."""
    (ax, ay), (bx, by) = ([math.floor(at) + 0.5 if size % 2 else round(at) for at in point] for point in (start, end))
    pixels = np.zeros((HEIGHT, WIDTH), dtype=bool)
    for y, x in np.ndindex(HEIGHT, WIDTH):
        px, py = x + 0.5 - ax, y + 0.5 - ay
        length = (bx - ax) ** 2 + (by - ay) ** 2
        share = min(max((px * (bx - ax) + py * (by - ay)) / length, 0), 1) if length else 0
        pixels[y, x] = math.hypot(px - share * (bx - ax), py - share * (by - ay)) <= size / 2 + 1e-12
    return Mask.of_pixels(pixels if value else ~pixels).counts


def test_shapes_are_what_they_are_in_python(serve, window):
    rng = np.random.default_rng(4)
    pixels, polygons = some_masks(rng), some_polygons(rng)
    masks = [Mask.of_pixels(each) for each in pixels]
    given = {"masks": [each.to_json() for each in masks], "polygons": polygons, "strokes": STROKES}
    told = window().open(serve().url).evaluate(RULES, {**given, "height": HEIGHT, "width": WIDTH})
    counts = [each.counts for each in masks]
    assert told["again"] == told["pixels"] == counts
    assert told["outlines"] == [polygon_of(each).to_json()["parts"] if each.area else None for each in masks]
    assert told["bounds"] == [[*(each.bounds if each.area else (0, 0, 0, 0)), each.area] for each in masks]
    shifted = [np.pad(each[1:, :-2], ((0, 1), (2, 0)))[: each.shape[0], : each.shape[1]] for each in pixels]
    assert told["moved"] == [Mask.of_pixels(each).counts for each in shifted]
    assert told["holds"] == [[bool(p[0, 0]), bool(p[2:3, 1:2].any()), False, False] for p in pixels]
    drawn = [Polygon(tuple(tuple(map(tuple, part)) for part in parts)) for parts in polygons]
    assert told["drawn"] == [mask_of(each, HEIGHT, WIDTH).counts for each in drawn]
    assert told["painted"] == [brushed(*each) for each in STROKES]
    sizes = [[each[name] for name in ("x", "y", "width", "height")] for each in told["resized"]]
    assert sizes == [[40, 60, 10, 30], [10, 20, 40, 40], [10, 20, 40, 70], [40, 20, 10, 40]]
    assert [told["flat"]["width"], told["flat"]["height"]] == [1, 1]
    assert [told["kept"]["x"], told["kept"]["y"]] == [0, 60]
    assert told["corner"] == [[10, 10], [60, 10], [60, 40], [10, 40]]
    assert told["quarter"] == [[50, 10], [50, 50], [30, 50], [30, 10]]
    assert told["outside"]
    assert told["smallest"] == [30, 90]
    assert told["inserted"] == [[[[0, 0], [9, 0], [9, 4], [9, 9]]]]
    assert told["removed"] == [[[[[9, 0], [9, 4], [9, 9]]]], None]
    assert told["line"] == [[0, 0], [2, 0], [2, 2]]
    assert told["near"] == ["a"]
    assert told["still"] == pytest.approx([200, 300])
    lost = told["lost"]
    assert (lost["left"], lost["top"] + 100 * lost["scale"]) == (400, pytest.approx(300))


@pytest.fixture
def pictures(serve, tmp_path):
    """Two grey images of 200 by 100 pixels on which two classes are drawn in any shape."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(2):
        Image.new("RGB", (200, 100), (120, 120, 100 + number)).save(folder / f"{number}.png")
    return serve(source=folder, content="image", task="objects", classes=CLASSES, control=0.0, annotate=SHAPES)


class Drawing:
    """A page with an image, and points on it in pixels of the image."""

    def __init__(self, page):
        ready(page)
        page.locator("[data-board][aria-busy=false]").wait_for()
        self.page, self.box = page, page.locator("[data-board]").bounding_box()
        self.scale = min((self.box["width"] - 24) / 200, (self.box["height"] - 24) / 100, 8)

    def at(self, x, y):
        across, down = self.box["x"] + self.box["width"] / 2, self.box["y"] + self.box["height"] / 2
        return across + (x - 100) * self.scale, down + (y - 50) * self.scale

    def click(self, *points):
        for point in points:
            self.page.mouse.click(*self.at(*point))

    def drag(self, start, *through):
        self.page.mouse.move(*self.at(*start))
        self.page.mouse.down()
        for point in through:
            self.page.mouse.move(*self.at(*point), steps=3)
        self.page.mouse.up()

    def press(self, *keys, times=1):
        for key in keys * times:
            self.page.keyboard.press(key)

    def chosen(self, words):
        """What the list says of the chosen one, once it is painted."""
        expect(self.page.locator(".annotation:has([aria-current]) small").last).to_contain_text(words)


def as_coco(served, tmp_path):
    """What another program reads of the export: its annotations, each with its pixels, by the name of the class."""
    coco = pytest.importorskip("pycocotools.coco")
    soon(lambda: len(served.labels()), 1)
    export_annotations(served.project, "coco", tmp_path / "labels.json")
    read = coco.COCO(str(tmp_path / "labels.json"))
    found = list(read.anns.values())
    return [
        (read.cats[each["category_id"]]["name"], each, read.annToMask(each) if each.get("segmentation") else None)
        for each in found
    ]


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_shapes_drawn_by_mouse_are_read_by_pycocotools(pictures, window, tmp_path):
    page = window().open(pictures.url)
    draw = Drawing(page)
    draw.drag((20, 20), (50, 45), (70, 60))
    draw.drag((70, 60), (60, 50))
    draw.press("Escape", "v")
    draw.drag((40, 30), (45, 35))
    draw.press("Escape", "p")
    draw.click((80, 20), (120, 20), (120, 60), (80, 60), (80, 20))
    draw.press("Escape", "m")
    draw.drag((150, 30), (170, 30))
    draw.press("e")
    draw.drag((160, 10), (160, 50))
    draw.press("Escape", "2", "t")
    draw.click((30, 80), (40, 70))
    draw.press("u")
    draw.chosen("2 of 3 points")
    draw.press("Enter")
    (_, box, _), (_, polygon, inside), (_, mask, painted), (face, points, _) = as_coco(pictures, tmp_path)
    assert box["bbox"] == pytest.approx([25, 25, 40, 30], abs=0.4)
    assert polygon["bbox"] == pytest.approx([80, 20, 40, 40], abs=0.4)
    assert inside.sum() == pytest.approx(1600, abs=60)
    assert painted.shape == (100, 200)
    assert painted[30, [146, 174]].all()
    assert not painted[:, 154:166].any()
    assert face == "face"
    assert points["keypoints"] == pytest.approx([30, 80, 2, 40, 70, 2, 0, 0, 0], abs=0.4)
    label = pictures.labels()[0]["annotations"]
    assert polygon["area"] == pytest.approx(mask_of(Annotation.from_json(label[1]).value, 100, 200).area, abs=60)
    assert mask["area"] == painted.sum() == Annotation.from_json(label[2]).value.area


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_everything_is_drawn_by_keyboard(pictures, window, tmp_path):
    page = window().open(pictures.url)
    draw = Drawing(page)
    draw.press("ArrowLeft", "Enter", "Control+ArrowLeft", "Shift+ArrowUp", "Enter")
    draw.chosen("99 × 10 px at 0, 40")
    draw.press("ArrowDown", "Shift+ArrowRight", ".", ".", ".", ".", ".", "Shift+ArrowDown", "Escape", "Escape")
    draw.press("p", "ArrowRight", "Enter", "Shift+ArrowRight", "Enter", "Shift+ArrowDown", "Enter", "Enter")
    draw.chosen("outline of 3 points")
    draw.press("Shift+M")
    draw.chosen("mask of")
    draw.press("Shift+P", "Control+z", "Control+z", ".", "i", "Shift+ArrowUp", "Escape", "Escape")
    draw.press("m", "[", "Shift+ArrowDown", "Enter", "Shift+ArrowDown", "Enter", "Shift+Tab", "Shift+Tab")
    draw.chosen("99 × 20 px at 10, 41")
    draw.press("Enter")
    (_, box, _), (_, polygon, _), (_, _, painted) = as_coco(pictures, tmp_path)
    assert box["bbox"] == [10, 41, 99, 20]
    assert len(polygon["segmentation"][0]) == 8
    assert painted.any(axis=0).sum() == 13
    assert painted.any(axis=1).sum() == 23
