"""Recordings and sequences of frames, labelled in a real browser; their rules, against the same rules in Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.browser.label_page import expect, soon
from tests.browser.sounds import FRAMES, RATE, made_frames, made_sound

from asknext.annotations import Annotation, Box, Frame, Keypoints, Polygon, filled, label_from_json, pictures, refreshed
from asknext.media.wave_file import WaveFile
from asknext.project.config import Columns

BUSY = 30_000
SECONDS = {3 * index: index * index / 7 for index in range(9)}

RULES = (Path(__file__).parent / "time_rules.js").read_text().rstrip().rstrip(";")


def _sequences() -> list[list[Annotation]]:
    """Tracks with boxes, outlines with holes and joints at frames that a generator draws."""
    rng = np.random.default_rng(6)
    return [_track(rng, sorted(rng.choice(9, size=4, replace=False))) for _ in range(12)]


def _track(rng: np.random.Generator, frames: Any) -> list[Annotation]:
    made: list[Annotation] = []
    for frame in frames:
        x, y, *rest = rng.uniform(1, 90, 20).tolist()
        seen = rng.integers(0, 3, 2).tolist()
        ring = tuple(zip(rest[:5], rest[5:10], strict=True))
        joints = [(a, b, c) if c else (0, 0, 0) for a, b, c in zip(rest[:2], rest[2:4], seen, strict=True)]
        box = Box(x, y, rest[0], rest[1])
        shapes = [box, Polygon(((ring, ring[:3]), (ring[::-1],))), Keypoints(tuple(joints), box)]
        made += [
            Annotation(each, "c1", id=f"{each.kind}{frame}", group="t1", frame=int(3 * frame), attributes={"q": "a"})
            for each in shapes
        ]
    return made


def test_the_rules_in_the_browser_are_those_in_python_and_worked_numbers(serve, window):
    served, sequences = serve(), _sequences()
    page = window(expected=("404",)).open(served.url + "/healthz")
    told = {"sequences": [[each.to_json() for each in one] for one in sequences], "seconds": list(SECONDS.items())}
    found = page.evaluate(RULES, told)
    made = [filled(each, SECONDS, "t1") for each in sequences]
    assert [label_from_json({"version": 1, "annotations": each}) for each in found["made"]] == made
    assert sum(map(len, made)) > sum(map(len, sequences)) + 40
    for shown, each in zip(found["moved"], made, strict=True):
        moved = tuple(_shifted(one) if one.frame == 0 and isinstance(one.value, Box) else one for one in each)
        assert label_from_json({"version": 1, "annotations": shown}) == refreshed(moved, SECONDS)
    assert (found["copied"], found["again"]) == ([["a", "t1", 0], ["b", "t1", 3]], 2)
    assert found["goesOn"] == [["a", "t1", 0], ["n", "t1", 6]]
    assert found["begins"] == found["alone"] == [["a", "t1", 0], ["n", "t2", 6]]
    assert found["twice"] == [["a", "t1", 0], ["n", "t2", 6], ["m", "t3", 6]]
    assert (found["renamed"], found["quiet"], found["touched"], found["ended"]) == (["c2", "c2"], True, [None], 1)
    assert [(each["left"], each["seconds"]) for each in found["gaps"]] == [
        (0, 0.1),
        (38, pytest.approx(1.3)),
        (19, None),
    ]
    assert [each["width"] for each in found["gaps"]] == [0, 9, 4.5]
    assert found["places"] == pytest.approx([0, 10 / 99, 1])
    assert found["lanes"] == [["a", 0], ["b", 1], ["c", 1], ["d", 2], ["e", 0]]
    assert found["nudges"] == [[0.99, 2], [1, 2.5], [0, 1], [1.995, 2], [1.5, 2.5]]
    assert found["between"] == [{"start": 1, "end": 2}, None, {"start": 0, "end": 2.5}]
    assert found["at"] == "s"
    assert found["views"] == [[1, 6], [0, 10], [6, 10], [3.5, 7.5], pytest.approx([4.3, 8.3])]
    assert found["clocks"] == ["1:00.000", "1:02:04", "0:00.250"]
    assert found["ticks"] == ["0:00.4", "0:00.5", "0:00.6", "0:00.7", "0:00.8", "0:00.9", "0:01.0"]
    assert found["tiles"] == [[8, 64, 900, 914.0625], [8, 65, 914.0625, 928.125], [8, 66, 928.125, 942.1875]]
    assert found["heights"] == [1, pytest.approx(np.log1p(1000 / 700) / np.log1p(8000 / 700))]
    assert found["contrast"] == [10, 200]


def _shifted(each: Annotation) -> Annotation:
    moved = {**each.to_json(), "x": each.value.x + 11.3}
    return Annotation.from_json(moved)


def test_regions_are_drawn_by_mouse_and_by_keyboard_alone(serve, window, tmp_path):
    served = serve(content="audio", task="regions", source=made_sound(tmp_path / "sounds"), columns=Columns())
    page = window().open(served.url + "/label")
    stage = page.locator(".audio-pictures")
    expect(page.locator(".audio-clock")).to_contain_text("0:02.000", timeout=BUSY)
    box = stage.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 40, steps=3)
    page.mouse.up()
    expect(page.locator(".audio-region.active")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    for key in ["Home", *["Shift+ArrowRight"], *["."] * 4, "[", *["."] * 2, "]", "Shift+ArrowRight", "t", "t"]:
        page.keyboard.press(key)
    expect(page.locator(".audio-region")).to_have_count(2)
    expect(page.locator(".audio-region.active")).to_contain_text("· 2")
    page.keyboard.press("Enter")
    soon(lambda: len(served.labels()), 1)
    first, second = label_from_json({"version": 1, **next(iter(served.labels().values()))})
    assert (first.value.start, first.value.end) == (pytest.approx(0.5, abs=0.01), pytest.approx(1.0, abs=0.01))
    assert (second.value.start, second.value.end, second.value.channel) == (1.4, 1.7, 1)
    assert [each.label for each in (first, second)] == ["c1", "c2"]
    with WaveFile(tmp_path / "sounds" / "tones.wav") as sound:
        for each in (first.value, second.value):
            part = sound.read(round(each.start * RATE), round((each.end - each.start) * RATE))
            assert np.abs(part[:, 1]).max() > 0.49
            assert (part[200:-200, 1] ** 2).mean() == pytest.approx(0.125, rel=0.05)


def test_a_track_is_placed_twice_and_interpolated_between(serve, window, tmp_path):
    rows = made_frames(tmp_path / "frames")
    columns = Columns(frames="frames", id="id")
    served = serve(rows, content="frames", task="objects", columns=columns, media=str(tmp_path / "frames"))
    page = window().open(served.url + "/label")
    expect(page.locator("[data-board][aria-busy=false]")).to_be_visible(timeout=BUSY)
    expect(page.locator(".sequence-gap").nth(2)).to_contain_text("39 frames left out, 4.0 s")
    _draw(page, (20, 60), (70, 110))
    expect(page.locator(".sequence-mark")).to_have_count(1)
    page.keyboard.press("End")
    expect(page.locator(".sequence-place")).to_contain_text("4 / 4")
    expect(page.locator("[data-board][aria-busy=false]")).to_be_visible(timeout=BUSY)
    _draw(page, (140, 60), (190, 110))
    page.keyboard.press("y")
    expect(page.locator(".sequence-mark.hollow")).to_have_count(2)
    page.keyboard.press("<")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".sequence-mark.hollow")).to_have_count(1)
    page.keyboard.press("Enter")
    soon(lambda: len(served.labels()), 1)
    said = label_from_json({"version": 1, **next(iter(served.labels().values()))})
    assert {each.group for each in said} == {"t1"}
    left = {each.frame: each.value.x for each in said}
    assert [left[index] for index, _ in FRAMES] == pytest.approx([20 + 20 * seconds for _, seconds in FRAMES], abs=3)
    assert [each.frame for each in said if each.attributes] == [10]
    frames = [Frame("clip.mp4", index, 80, seconds) for index, seconds in FRAMES]
    found = pictures([each["file"] for each in rows[0]["frames"]], frames, said, 320, 200)
    assert [(each.name, len(each.annotations)) for each in found] == [(each["file"], 1) for each in rows[0]["frames"]]


def _draw(page: Any, start: tuple[int, int], end: tuple[int, int]) -> None:
    """A box by mouse, in pixels of the picture, which is fitted into its board with 12 pixels around it."""
    box = page.locator("[data-board]").bounding_box()
    scale = min((box["width"] - 24) / 320, (box["height"] - 24) / 200)
    left = box["x"] + (box["width"] - 320 * scale) / 2
    top = box["y"] + (box["height"] - 200 * scale) / 2
    page.mouse.move(left + start[0] * scale, top + start[1] * scale)
    page.mouse.down()
    page.mouse.move(left + end[0] * scale, top + end[1] * scale, steps=4)
    page.mouse.up()


def test_a_file_that_is_no_sound_is_a_sentence(serve, window, tmp_path):
    folder = made_sound(tmp_path / "sounds", "<img src=x onerror=alert(1)>.wav")
    served = serve(content="audio", task="regions", source=folder, columns=Columns())
    next(folder.iterdir()).write_bytes(b"<script>alert(1)</script>" + bytes(4000))
    page = window(expected=("415",)).open(served.url + "/label")
    expect(page.locator(".surface [role=note]")).to_contain_text("cannot be read", timeout=BUSY)
    expect(page.locator('img[src="x"]')).to_have_count(0)
