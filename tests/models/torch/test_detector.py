from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from asknext.annotations import Annotated, Annotation, Box, Picture, overlap
from asknext.errors import DataError, InputError, MissingExtra, MissingInput
from asknext.models.found_by import found_by
from asknext.models.torch import SmallDetector
from asknext.models.torch.centre_targets import centre_targets


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch")


def scene(seed: int) -> tuple[np.ndarray, Annotated]:
    """A picture of 96 x 64 with a white and a green square."""
    rng = np.random.default_rng(seed)
    picture, said = rng.integers(0, 80, (64, 96, 3), dtype=np.uint8), []
    for kind, label in enumerate(("white", "green")):
        x, y, side = int(rng.integers(0, 22)) + 48 * kind, int(rng.integers(0, 38)), int(rng.integers(14, 26))
        picture[y : y + side, x : x + side, kind : 3 - kind] = 240
        said.append(Annotation(Box(x, y, side, side), label))
    return picture, Annotated(f"{seed}.png", Picture(96, 64), tuple(said))


SCENES = [scene(seed) for seed in range(24)]
QUICK: dict[str, Any] = {"size": (64, 96), "width": 12, "steps": 90, "batch": 6, "rate": 0.005, "threads": 1}


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="PyTorch is installed")
def test_without_the_extra_the_message_says_what_to_type() -> None:
    with pytest.raises(MissingExtra, match=r"small detector needs torch.*pip install 'asknext\[torch\]'"):
        SmallDetector(["white", "green"]).fit([SCENES[0][0]], [SCENES[0][1]])


@pytest.fixture(scope="module")
def fitted() -> SmallDetector:
    pytest.importorskip("torch")
    return SmallDetector(["white", "green"], **QUICK).fit(
        [each for each, _ in SCENES[:20]], [i for _, i in SCENES[:20]]
    )


def test_it_finds_what_it_was_shown(fitted: SmallDetector) -> None:
    found = found_by(fitted, [each for each, _ in SCENES[20:]], [item.name for _, item in SCENES[20:]])
    for said, (_, item) in zip(found, SCENES[20:], strict=True):
        assert (said.name, said.content) == (item.name, item.content)
        surest = {each.label: each for each in reversed(said.predictions)}
        for drawn in item.annotations:
            assert overlap(surest[str(drawn.label)].value, drawn.value) > 0.5
            assert (surest[str(drawn.label)].score or 0) > 0.3
    scores = [each.score for each in found[0].predictions]
    assert scores == sorted(scores, reverse=True)  # type: ignore[type-var]


def test_boxes_are_in_pixels_of_the_picture(fitted: SmallDetector) -> None:
    """The same picture twice as large has its boxes twice as large, and none outside."""
    picture = SCENES[20][0]
    small, large = fitted.predict([picture, picture.repeat(2, axis=0).repeat(2, axis=1)])
    best, twice = small.predictions[0].value, large.predictions[0].value
    assert np.allclose(np.array(best.bounds) * 2, twice.bounds, atol=6)  # type: ignore[union-attr]
    assert all(e.value.bounds[0] >= 0 and e.value.bounds[3] <= 128 for e in large.predictions)  # type: ignore[union-attr]


def test_saved_and_read_again_it_says_the_same(fitted: SmallDetector, tmp_path: Path) -> None:
    fitted.save(tmp_path / "d.safetensors")
    again = SmallDetector.load(tmp_path / "d.safetensors")
    pictures = [SCENES[20][0]]
    assert again.classes == ("white", "green")
    assert again.predict(pictures) == fitted.predict(pictures)
    whole = (tmp_path / "d.safetensors").read_bytes()
    (tmp_path / "cut.safetensors").write_bytes(whole[:-100])
    with pytest.raises(DataError, match="no whole safetensors file"):
        SmallDetector.load(tmp_path / "cut.safetensors")
    peer = pytest.importorskip("safetensors.numpy")
    assert len(peer.load_file(tmp_path / "d.safetensors")) == len(fitted._network.state_dict())


def test_the_same_seed_learns_the_same_and_goes_on(fitted: SmallDetector, tmp_path: Path) -> None:
    pictures, items = [SCENES[0][0]], [SCENES[0][1]]
    short = {**QUICK, "steps": 2}
    one, two = (SmallDetector(["white", "green"], **short).fit(pictures, items).predict(pictures) for _ in range(2))
    assert one == two
    fitted.save(tmp_path / "d.safetensors")
    further = SmallDetector(["white", "green"], start=tmp_path / "d.safetensors", **{**short, "rate": 1e-6})
    assert (further.fit(pictures, items).predict(pictures)[0].predictions[0].score or 0) > 0.3
    assert (one[0].predictions[0].score if one[0].predictions else 0) < 0.3  # type: ignore[operator]


def test_an_image_without_a_box_teaches_too(torch: Any) -> None:
    nothing = Annotated("n", Picture(96, 64))
    detector = SmallDetector(["white"], **{**QUICK, "steps": 3}).fit([SCENES[0][0]], [nothing])
    assert detector.predict([]) == []


def test_what_cannot_be_is_said(torch: Any) -> None:
    with pytest.raises(InputError, match="multiples of 8"):
        SmallDetector(["white"], size=100)
    with pytest.raises(DataError, match=r"0\.png has a 'green', but the detector's classes are white"):
        SmallDetector(["white"], **QUICK).fit([SCENES[0][0]], [SCENES[0][1]])
    with pytest.raises(InputError, match="2 pictures and 1 labelled"):
        SmallDetector(["white"], **QUICK).fit([SCENES[0][0]] * 2, [SCENES[0][1]])
    with pytest.raises(MissingInput, match="has learnt nothing yet"):
        SmallDetector(["white"]).predict([SCENES[0][0]])


def test_targets_worked_by_hand() -> None:
    """A box from (8, 8) to (24, 16): its centre (16, 12) lies between the cells 3 and 4 across and 2 and 3 down."""
    target = centre_targets(np.array([[8, 8, 24, 16]], dtype=np.float32), [1], classes=2, height=32, width=48)
    assert target.shape == (7, 8, 12)
    assert target[0].max() == 0
    assert np.argwhere(target[1] == target[1].max()).tolist() == [[2, 3], [2, 4], [3, 3], [3, 4]]
    assert target[1].max() == 1
    assert target[2:6, 2, 3].tolist() == [8, 8, 24, 16]
    assert target[6].sum() == pytest.approx(np.log(16 * 8), rel=1e-4)
