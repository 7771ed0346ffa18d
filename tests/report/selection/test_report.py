"""The report of a selection says what was found, escapes what is hostile and loads nothing."""

import json
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from asknext.errors import DataError
from asknext.report.selection import write_selection_report
from asknext.report.selection.content import selection_sections
from asknext.report.selection.result import read_selection
from asknext.report.selection.section import Pictures

HOSTILE = '"><script>alert(1)</script>'
COUNTS = (
    "read",
    "corrupt",
    "duplicate",
    "near_duplicate",
    "removed",
    "processed",
    "preselected",
    "candidate",
    "selected",
)


def told():
    return {
        "version": 1, "asknext": "0", "made": "now", "kind": "video", "took": {"reading": 1.5},
        "seeds": {"selection": 7, "embedding": 3}, "configuration": {}, "configuration_text": f"input: {HOSTILE}\nn: 2",
        "embedding": {"model": "default", "fingerprint": "ab12", "dimensions": 3},
        "prediction": {"by": "detector", "floor": 0.15, "classes": ["dog", "ball"]},
        "counts": {"videos": dict.fromkeys(("input", "corrupt", "duplicate", "read", "selected"), 41), "images": None,
                   "sounds": None, "items": {name: 100 + at for at, name in enumerate(COUNTS)}},
        "problems": [{"file": f"{HOSTILE}.mp4", "reason": "cut off", "frames": 2}], "notes": ["Three were left."],
        "strategies": [],
        "distributions": {
            "classes": {"names": ["dog", HOSTILE], "input": [6, 2], "selected": [1, 1], "preselected": [0, 0],
                        "target": [0.5, None]},
            "objects_per_item": {"input": 2.25, "selected": 3.5},
            "columns": {"sharpness": {"edges": [0, 1, 2], "input": [3, 1], "selected": [0, 2], "mean_input": 0.5,
                                      "mean_selected": 1.5}},
            "categories": {"weather": {"names": ["sun"], "input": [4], "selected": [2]}},
        },
        "balance": [{"of": "objects", "names": ["dog"], "target": [0.5], "input": [0.75], "selected": [0.5],
                     "error": 0.125, "reached": False, "why": "There were too few."}],
        "coverage": {"radius": 0.8125, "mean": 0.3, "percentiles": {"50": 0.2, "90": 0.5, "99": 0.7}},
        "videos": [{"name": f"{HOSTILE}.mp4", "frames": 29, "duration": 4.0, "fps": 7.0, "width": 40, "height": 20,
                    "selected": [{"frame": 9, "seconds": 1.0, "file": "chosen/a.png"}], "preselected": [],
                    "near_duplicate": 0, "corrupt": 0, "removed": 0}],
        "chosen": [
            {"name": "a", "file": "chosen/a.png", "order": 0, "score": 1.0, "reason": HOSTILE, "video": "v", "frame": 9,
             "seconds": 1.0, "width": 40, "height": 20,
             "annotations": [{"type": "box", "x": 4, "y": 2, "width": 8, "height": 4, "class": HOSTILE, "score": 0.5}]},
            {"name": "gone", "file": "../secret.png", "order": 1, "score": None, "reason": "", "video": None,
             "frame": None, "seconds": None, "width": 1, "height": 1, "annotations": []},
        ],
        "baseline": {"name": "1 frame per second", "names": ["a"], "classes": [3, 1], "balance": [],
                     "coverage": {"radius": 0.9375, "mean": 0.4, "percentiles": {}}},
    }  # fmt: skip


@pytest.fixture
def output(tmp_path):
    from PIL import Image

    (tmp_path / "out" / "chosen").mkdir(parents=True)
    Image.new("RGB", (40, 20), "red").save(tmp_path / "out" / "chosen" / "a.png")
    Image.new("RGB", (1, 1)).save(tmp_path / "secret.png")
    folder = tmp_path / "out"
    states = ["selected", "candidate", "selected", "near_duplicate"]
    items = [{"name": f"i{at}", "state": state, "video": "v" if at else None} for at, state in enumerate(states)]
    (folder / "items.jsonl").write_text("".join(json.dumps(each) + "\n" for each in items))
    np.save(folder / "embeddings.npy", np.arange(12, dtype=np.float32).reshape(4, 3))
    (folder / "selection.json").write_text(json.dumps(told()))
    return folder


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found, self.addresses = [], []

    def handle_starttag(self, tag, attrs):
        self.found.append(tag)
        self.addresses += [value for name, value in attrs if name in ("href", "src", "data", "action")]


def test_the_page_says_what_was_found(output):
    pytest.importorskip("matplotlib")
    page, paper = write_selection_report(output)
    text = page.read_text(encoding="utf-8")
    for word in (
        *("108 of 100 frames chosen", "Three were left.", "cut off", "2 frames", "PCA of 4 items."),
        *("There were too few.", "error 0.125", "2.25 objects an item on average; 3.50 in the chosen", "dog"),
        *("1 frame per second", "0.812", "0.938", "seed of the embedding", "n: 2", "fingerprint ab12"),
    ):
        assert word in text, word
    assert text.count("<image ") == 1  # what lies outside of the folder is not shown
    assert paper.read_bytes().startswith(b"%PDF-")


def test_nothing_hostile_gets_through_and_nothing_is_loaded(output, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "matplotlib", None)
    (page,) = write_selection_report(output)
    text = page.read_text(encoding="utf-8")
    assert "asknext[figures]" in text
    tags = Tags()
    tags.feed(text)
    assert tags.found.count("script") == 2  # the page's own: its data, and nothing that runs
    assert all(each.startswith("data:image/jpeg;base64,") for each in tags.addresses)
    assert not re.search(r"https?://(?!www\.w3\.org)", text)


def test_a_predicted_box_lies_in_shares_of_its_picture(output):
    sections = selection_sections(read_selection(output))
    (pictures,) = [part for each in sections for part in each.parts if isinstance(part, Pictures)]
    (one,) = pictures.pictures
    assert one.outlines[0].rings == [[(0.1, 0.1), (0.3, 0.1), (0.3, 0.3), (0.1, 0.3)]]
    assert one.outlines[0].name == f"{HOSTILE} 0.50"


def test_a_folder_that_is_not_whole_is_refused(output):
    np.save(output / "embeddings.npy", np.zeros((2, 3), np.float32))
    with pytest.raises(DataError, match="4 items and 2 embeddings"):
        read_selection(output)
    (output / "selection.json").write_text("{}")
    with pytest.raises(DataError, match="no result of a selection"):
        read_selection(output)
    (output / "selection.json").unlink()
    with pytest.raises(DataError, match="asknext select writes it"):
        read_selection(output)
