from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from asknext.annotations import Annotated, Annotation, AudioRegion, Box, Mask, Picture, Relation, Sound, Span, Text
from asknext.formats.exchange import Checks, checked
from asknext.formats.rows import Reject


def saved(path: Path, size: tuple[int, int], orientation: int = 1) -> None:
    image = Image.new("L", size)
    exif = image.getexif()
    exif[0x0112] = orientation
    image.save(path, exif=exif)


def item(*boxes: Box, width: int = 40, height: int = 30) -> Annotated:
    return Annotated("a.jpg", Picture(width, height), tuple(Annotation(each, "cat") for each in boxes))


def run(given: Annotated, checks: Checks) -> tuple[Annotated | None, list[str]]:
    found = list(checked([given], checks, "file"))
    items = [each for each in found if isinstance(each, Annotated)]
    return items[0] if items else None, [each.reason for each in found if isinstance(each, Reject)]


def test_an_image_of_another_size_is_refused(tmp_path: Path) -> None:
    saved(tmp_path / "a.jpg", (80, 60))
    found, reasons = run(item(Box(1, 1, 2, 2)), Checks(tmp_path))
    assert found is None
    assert reasons == [
        "a.jpg: the file says 40 x 30 pixels, but the image has 80 x 60: was it resized after labelling?"
    ]


def test_labels_of_the_stored_image_are_turned_upright_on_demand(tmp_path: Path) -> None:
    saved(tmp_path / "a.jpg", (40, 30), orientation=6)
    found, reasons = run(item(Box(1, 2, 3, 4)), Checks(tmp_path))
    assert found is None
    assert "EXIF turns the image to 30 x 40; turn them with --turn" in reasons[0]
    found, reasons = run(item(Box(1, 2, 3, 4)), Checks(tmp_path, turn=True))
    assert reasons == []
    assert found is not None
    assert found.content == Picture(30, 40)
    assert found.annotations[0].value == Box(24, 1, 4, 3)


def test_labels_of_the_upright_image_stay(tmp_path: Path) -> None:
    saved(tmp_path / "a.jpg", (40, 30), orientation=6)
    given = item(Box(1, 2, 3, 4), width=30, height=40)
    assert run(given, Checks(tmp_path)) == (given, [])


def test_a_size_that_is_not_known_is_taken_from_the_image(tmp_path: Path) -> None:
    saved(tmp_path / "a.jpg", (40, 30))
    found, _ = run(item(width=0, height=0), Checks(tmp_path))
    assert found is not None
    assert found.content == Picture(40, 30)


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"\xff\xd8\xff\xe0broken", None])
def test_an_image_that_cannot_be_read_is_told(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "a.jpg").write_bytes(content)
    found, reasons = run(item(), Checks(tmp_path))
    assert found is None
    assert "a.jpg" in reasons[0]


def test_shapes_over_the_edge_are_refused_or_clipped_or_let_by_one_pixel() -> None:
    given = item(Box(30, 1, 10.5, 2), Box(30, 1, 15, 2), Box(50, 1, 2, 2))
    found, reasons = run(given, Checks())
    assert found is not None
    assert [each.value for each in found.annotations] == [Box(30, 1, 10.5, 2)]
    assert [each.partition(":")[0] for each in reasons] == ["a.jpg, annotation 2 (cat)", "a.jpg, annotation 3 (cat)"]
    found, reasons = run(given, Checks(clip=True))
    assert found is not None
    assert [each.value for each in found.annotations] == [Box(30, 1, 10, 2), Box(30, 1, 10, 2)]
    assert "lies beyond the image" in reasons[0]


def test_what_does_not_fit_its_content_is_refused() -> None:
    import numpy as np

    cases = [
        (Annotated("a", Text("abc"), (Annotation(Span(1, 4), "x"),)), "the text has 3 characters"),
        (Annotated("a", Sound(1.0), (Annotation(AudioRegion(0, 2), "x"),)), "the recording at 1 s"),
        (Annotated("a", Text("abc"), (Annotation(Relation("p", "q"), "x"),)), "which is not there"),
        (Annotated("a", Picture(3, 2), (Annotation(Mask.of_pixels(np.ones((3, 2))), "x"),)), "the mask is 2 x 3"),
    ]
    for given, reason in cases:
        found, reasons = run(given, Checks())
        assert found is not None
        assert found.annotations == ()
        assert reason in reasons[0]
    twice = tuple(Annotation(Span(0, 1), "x", id="p") for _ in range(2))
    assert run(Annotated("a", Text("abc"), twice), Checks())[1] == [
        "a: two annotations have the id 'p'; give each its own"
    ]
