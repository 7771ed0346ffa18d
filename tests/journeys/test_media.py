"""Media labelled end to end by a simulated annotator over the HTTP API; exports are read back by others' readers."""

from __future__ import annotations

import csv
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from asknext.cli.main import main
from asknext.project.folder import open_project
from asknext.server.app import create_app

SHARED = Path(os.environ.get("ASKNEXT_SHARED", Path(__file__).parents[3] / "shared")) / "data"
Said = list[dict[str, Any]]


@pytest.fixture
def data() -> Callable[[str], Path]:
    def found(name: str) -> Path:
        if not (SHARED / name).is_dir():
            pytest.skip(f"the data set {name} is not here")
        return SHARED / name

    return found


def asknext(*words: str | Path) -> None:
    assert main([str(each) for each in words]) == 0


def labelled(folder: Path, answer: Callable[[Mapping[str, Any], dict[str, str]], Said]) -> int:
    """Answer every item that the queue gives; how many."""
    done = 0
    with open_project(folder) as project:
        app = create_app(project, train=False)
        with TestClient(app, base_url="http://localhost") as client:
            classes = {each["name"]: each["id"] for each in client.get("/api/v1/project").json()["classes"]}
            lease = {"session": "s", "annotator": "robot", "want": 12, "hold": []}
            while items := client.post("/api/v1/leases", json=lease).json()["items"]:
                events = [
                    {"uid": f"e{each['item']}", "kind": "label", "item": each["item"]}
                    | {"value": {"annotations": answer(each["content"], classes)}, "seconds": 2.0}
                    for each in items
                ]
                sent = client.post("/api/v1/events", json={"session": "s", "annotator": "robot", "events": events})
                assert [each["status"] for each in sent.json()["results"]] == ["stored"] * len(events), sent.json()
                done += len(events)
    return done


def coco_truth(path: Path) -> tuple[dict[str, str], dict[str, Said]]:
    """Class names by COCO's number, and what stands in each image, read without asknext."""
    found = json.loads(path.read_text(encoding="utf-8"))
    names = {each["id"]: each["name"] for each in found["categories"]}
    files = {each["id"]: each["file_name"] for each in found["images"]}
    by_file: dict[str, Said] = {name: [] for name in files.values()}
    for each in found["annotations"]:
        by_file[files[each["image_id"]]].append(each)
    return names, by_file


def box_of(each: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "box", **dict(zip(("x", "y", "width", "height"), each["bbox"], strict=True))}


def polygon_of(each: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(each["segmentation"], dict):  # a crowd, told by run lengths
        from pycocotools import mask

        height, width = each["segmentation"]["size"]
        counts = mask.frPyObjects(each["segmentation"], height, width)["counts"].decode()
        return {"type": "mask", "size": [height, width], "counts": counts}
    rings = [list(zip(ring[::2], ring[1::2], strict=True)) for ring in each["segmentation"]]
    return {"type": "polygon", "parts": [[ring] for ring in rings]}


def drawn(
    truth: Mapping[str, Said], names: Mapping[Any, str], shape: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> Callable[[Mapping[str, Any], dict[str, str]], Said]:
    def answer(content: Mapping[str, Any], classes: dict[str, str]) -> Said:
        found = truth[content["alt"]]
        return [{**shape(each), "class": classes[names[each["category_id"]]], "id": f"a{each['id']}"} for each in found]

    return answer


def test_boxes_of_blood_cells(data: Callable[[str], Path], tmp_path: Path) -> None:
    pytest.importorskip("pycocotools")
    from pycocotools.coco import COCO

    source = data("bccd_detection")
    names, truth = coco_truth(source / "annotations_coco.json")
    chosen = sorted(truth)[:3]
    with zipfile.ZipFile(source / "images_voc.zip") as archive:
        for name in chosen:
            (tmp_path / "images").mkdir(exist_ok=True)
            (tmp_path / "images" / name).write_bytes(archive.read(f"images/{name}"))
    asknext("init", tmp_path / "p", "--data", tmp_path / "images", "--task", "detection", "--labels", _joined(names))
    assert labelled(tmp_path / "p", drawn(truth, names, box_of)) == 3
    asknext("export", tmp_path / "p", "--format", "coco", "--output", tmp_path / "out.json")
    back = COCO(str(tmp_path / "out.json"))
    files = {each["id"]: each["file_name"] for each in back.loadImgs(back.getImgIds())}
    kinds = {each["id"]: each["name"] for each in back.loadCats(back.getCatIds())}
    read = {(files[a["image_id"]], kinds[a["category_id"]], *a["bbox"]) for a in back.loadAnns(back.getAnnIds())}
    assert read == {(name, names[a["category_id"]], *a["bbox"]) for name in chosen for a in truth[name]}
    asknext("export", tmp_path / "p", "--format", "yolo", "--output", tmp_path / "yolo")
    told = {(name, *box) for name in chosen for box in _yolo(tmp_path / "yolo", name, 640, 480)}
    assert told == {(name, names[a["category_id"]], *map(float, a["bbox"])) for name in chosen for a in truth[name]}


def _yolo(folder: Path, name: str, width: int, height: int) -> Iterator[tuple[Any, ...]]:
    import yaml

    classes = yaml.safe_load((folder / "data.yaml").read_text(encoding="utf-8"))["names"]
    lines = next(folder.rglob(f"{Path(name).stem}.txt")).read_text(encoding="utf-8").split("\n")
    for line in filter(None, lines):
        number, x, y, w, h = line.split()
        size = float(w) * width, float(h) * height
        corner = float(x) * width - size[0] / 2, float(y) * height - size[1] / 2
        yield classes[int(number)], *(round(each, 4) for each in (*corner, *size))


@pytest.mark.parametrize(
    ("name", "file"), [("nuclei_instances", "annotations_coco.json"), ("coco_polygons_ccby", "instances.json")]
)
def test_outlines_of_objects(data: Callable[[str], Path], tmp_path: Path, name: str, file: str) -> None:
    pytest.importorskip("pycocotools")
    from pycocotools import mask
    from pycocotools.coco import COCO

    names, truth = coco_truth(data(name) / file)
    chosen = sorted(each for each in truth if (data(name) / each).is_file())[:2]
    (tmp_path / "images").mkdir()
    for each in chosen:
        shutil.copy(data(name) / each, tmp_path / "images")
    asknext("init", tmp_path / "p", "--data", tmp_path / "images", "--task", "segmentation", "--labels", _joined(names))
    assert labelled(tmp_path / "p", drawn(truth, names, polygon_of)) == len(chosen)
    asknext("export", tmp_path / "p", "--format", "coco", "--output", tmp_path / "out.json")
    given, back = COCO(str(data(name) / file)), COCO(str(tmp_path / "out.json"))
    images = {each["file_name"]: each["id"] for each in given.loadImgs(given.getImgIds())}
    for each in back.loadImgs(back.getImgIds()):
        ours = [back.annToRLE(a) for a in back.loadAnns(back.getAnnIds(each["id"]))]
        theirs = [given.annToRLE(a) for a in given.loadAnns(given.getAnnIds(images[each["file_name"]]))]
        overlaps = mask.iou(ours, theirs, [0] * len(theirs))
        assert overlaps.shape == (len(theirs), len(theirs))
        assert overlaps.max(axis=0).min() > 0.999


def test_entities_in_tweets(data: Callable[[str], Path], tmp_path: Path) -> None:
    metrics = pytest.importorskip("seqeval.metrics")
    truth = dict(_sentences(data("wnut17_ner") / "emerging.dev.conll", 12))
    lines = [json.dumps({"id": f"t{at}", "text": text}) for at, text in enumerate(truth)]
    (tmp_path / "texts.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    kinds = sorted({kind for spans in truth.values() for _, _, kind in spans})
    asknext("init", tmp_path / "p", "--data", tmp_path / "texts.jsonl", "--task", "ner", "--labels", ",".join(kinds))

    def answer(content: Mapping[str, Any], classes: dict[str, str]) -> Said:
        spans = truth[content["text"]]
        return [{"type": "span", "start": start, "end": end, "class": classes[kind]} for start, end, kind in spans]

    assert labelled(tmp_path / "p", answer) == len(truth)
    asknext("export", tmp_path / "p", "--format", "conll", "--output", tmp_path / "out.conll")
    written = (tmp_path / "out.conll").read_text(encoding="utf-8").strip().split("\n\n")
    rows = [
        [line.split() for line in block.split("\n") if not line.startswith(("#", "-DOCSTART"))] for block in written
    ]
    told = [[row[-1] for row in block] for block in rows]
    assert len(told) == len(truth)
    wanted = [
        _tags(text, spans, [row[0] for row in block]) for (text, spans), block in zip(truth.items(), rows, strict=True)
    ]
    assert sum(tag != "O" for tags in wanted for tag in tags) > 3
    assert metrics.f1_score(wanted, told) == 1.0


def _sentences(path: Path, most: int) -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    for block in path.read_text(encoding="utf-8").split("\n\n")[:most]:
        text, spans = "", list[tuple[int, int, str]]()
        for line in filter(str.strip, block.split("\n")):
            token, tag = line.split("\t")
            start = len(text) + bool(text)
            text = f"{text} {token}" if text else token
            if tag[:2] == "I-" and spans:
                spans[-1] = (spans[-1][0], len(text), spans[-1][2])
            elif tag != "O":
                spans.append((start, len(text), tag[2:]))
        yield text, spans


def _tags(text: str, spans: list[tuple[int, int, str]], tokens: list[str]) -> list[str]:
    """BIO tags of ``tokens``, which stand in ``text`` one after the other."""
    tags, at = [], 0
    for token in tokens:
        start = text.index(token, at)
        at = start + len(token)
        kind = next(((begin, name) for begin, end, name in spans if begin <= start and at <= end), None)
        tags.append("O" if kind is None else f"{'B' if kind[0] == start else 'I'}-{kind[1]}")
    return tags


def test_regions_of_spoken_digits(data: Callable[[str], Path], tmp_path: Path) -> None:
    soundfile = pytest.importorskip("soundfile")
    digits = ("zero", "one", "two")
    with zipfile.ZipFile(data("fsdd_audio") / "recordings.zip") as archive:
        names = [each for each in archive.namelist() if each.endswith(".wav")]
        chosen = [each for each in names if Path(each).name[0] in "012"][::36]
        for each in chosen:
            (tmp_path / "sounds").mkdir(exist_ok=True)
            (tmp_path / "sounds" / Path(each).name).write_bytes(archive.read(each))
    asknext("init", tmp_path / "p", "--data", tmp_path / "sounds", "--task", "regions", "--labels", ",".join(digits))

    def answer(content: Mapping[str, Any], classes: dict[str, str]) -> Said:
        middle = content["seconds"] / 4, content["seconds"]
        kind = classes[digits[int(content["alt"][0])]]
        return [{"type": "audio_region", "start": middle[0], "end": middle[1], "class": kind, "id": "r"}]

    assert labelled(tmp_path / "p", answer) == len(chosen) > 2
    asknext("export", tmp_path / "p", "--format", "native", "--output", tmp_path / "out.jsonl")
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) == len(chosen)
    for each in map(json.loads, lines):
        samples, rate = soundfile.read(tmp_path / "sounds" / each["name"])
        (region,) = each["annotations"]
        assert region["class"] == digits[int(each["name"][0])]
        assert region["end"] == pytest.approx(len(samples) / rate, abs=1 / rate)
        assert each["meta"]["asknext"]["annotator"] == "robot"


def test_tracks_in_frames_chosen_of_videos(
    data: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("av")
    pytest.importorskip("pycocotools")
    from pycocotools.coco import COCO

    (tmp_path / "c.yaml").write_text(
        f"input: [{data('video_clips') / 'cvat_test.mp4'}]\nselection: {{n: 3, strategies: [diversity]}}\n"
        f"sequence_length: 3\noutput: {tmp_path / 'chosen'}\n",
        encoding="utf-8",
    )
    # the report takes longer than all the rest, and has tests of its own
    monkeypatch.setattr("asknext.report.selection.write_selection_report", lambda _folder: [])
    asknext("select", tmp_path / "c.yaml")
    (row,) = map(json.loads, (tmp_path / "chosen" / "sequences.jsonl").read_text(encoding="utf-8").splitlines())
    frames = {each["index"]: Path(each["file"]).name for each in row["frames"]}
    source = tmp_path / "chosen" / "sequences.jsonl"
    asknext("init", tmp_path / "p", "--data", source, "--task", "detection", "--labels", "cat,shadow")
    asked: list[Any] = []

    def answer(content: Mapping[str, Any], classes: dict[str, str]) -> Said:
        """No truth comes with the clips: two boxes by a rule, one going through all frames and one leaving."""
        asked.extend(each["index"] for each in content["frames"])
        cat = [_box(at, "cat", classes["cat"], 10.0 * place) for place, at in enumerate(frames)]
        return [*cat, _box(min(frames), "shadow", classes["shadow"], 150.0)]

    assert labelled(tmp_path / "p", answer) == 1
    assert asked == list(frames)
    asknext("export", tmp_path / "p", "--format", "coco", "--output", tmp_path / "out.json")
    back = COCO(str(tmp_path / "out.json"))
    files = {each["id"]: Path(each["file_name"]).name for each in back.loadImgs(back.getImgIds())}
    kinds = {each["id"]: each["name"] for each in back.loadCats(back.getCatIds())}
    anns = back.loadAnns(back.getAnnIds())
    read = {(files[each["image_id"]], kinds[each["category_id"]], *each["bbox"]) for each in anns}
    wanted = {(name, "cat", 10.0 * place, 20.0, 30.0, 40.0) for place, name in enumerate(frames.values())}
    assert read == wanted | {(frames[min(frames)], "shadow", 150.0, 20.0, 30.0, 40.0)}
    assert sorted(files.values()) == sorted(frames.values())
    tracks = {each["track"]: kinds[each["category_id"]] for each in anns}
    assert sorted(tracks.values()) == ["cat", "shadow"]
    asknext("export", tmp_path / "p", "--format", "yolo", "--output", tmp_path / "yolo")
    told = {(name, *box) for name in frames.values() for box in _yolo(tmp_path / "yolo", name, 240, 180)}
    assert told == read
    asknext("export", tmp_path / "p", "--format", "label-studio-video", "--output", tmp_path / "studio.json")
    (task,) = json.loads((tmp_path / "studio.json").read_text(encoding="utf-8"))
    sequences = {tuple(each["value"]["labels"]): each["value"]["sequence"] for each in task["annotations"][0]["result"]}
    studio = {
        (key["frame"] - 1, *kind, *(round(key[side] * size / 100, 4) for side, size in SIDES))
        for kind, keys in sequences.items()
        for key in keys
    }
    at = {name: index for index, name in frames.items()}
    assert studio == {(at[name], *rest) for name, *rest in read}


SIDES = (("x", 240), ("y", 180), ("width", 240), ("height", 180))


def _box(frame: int, track: str, kind: str, x: float) -> dict[str, Any]:
    shape = {"type": "box", "x": x, "y": 20.0, "width": 30.0, "height": 40.0}
    return {**shape, "class": kind, "frame": frame, "group": track, "id": f"{track}{frame}"}


def test_choices_between_two_texts(data: Callable[[str], Path], tmp_path: Path) -> None:
    """Which of two headlines made people gladder: two columns of a folder's table, and the mean of ten answers."""
    source = data("crowd_snow2008_affect")
    texts = _column(source / "affect_headlines.tsv", "id", "headline")
    gladness = _column(source / "valence.standardized.tsv", "orig_id", "gold")
    names = sorted(gladness.keys() & texts.keys())[:24]
    pairs = list(zip(names[::2], names[1::2], strict=True))
    (tmp_path / "in").mkdir()
    with open(tmp_path / "in" / "pairs.csv", "w", encoding="utf-8", newline="") as file:
        rows = [(f"{one}-{other}", texts[one], texts[other]) for one, other in pairs]
        csv.writer(file).writerows([("id", "left", "right"), *rows])
    asknext("init", tmp_path / "p", "--data", tmp_path / "in" / "pairs.csv", "--task", "pairwise")
    by_text = {texts[name]: float(gladness[name]) for name in names}

    def answer(content: Mapping[str, Any], _classes: dict[str, str]) -> Said:
        left, right = (by_text[content[side]["text"]] for side in ("left", "right"))
        return [{"type": "pair", "chosen": "tie" if left == right else "left" if left > right else "right"}]

    assert labelled(tmp_path / "p", answer) == len(pairs)
    asknext("export", tmp_path / "p", "--format", "csv", "--output", tmp_path / "out.csv")
    with open(tmp_path / "out.csv", encoding="utf-8", newline="") as file:
        read = {row["id"]: row["label"] for row in csv.DictReader(file)}
    differences = {f"{one}-{other}": float(gladness[one]) - float(gladness[other]) for one, other in pairs}
    assert read == {name: "tie" if d == 0 else "left" if d > 0 else "right" for name, d in differences.items()}
    assert {"left", "right"} <= set(read.values())


def _column(path: Path, key: str, value: str) -> dict[str, str]:
    with open(path, encoding="utf-8", newline="") as file:
        return {row[key]: row[value] for row in csv.DictReader(file, delimiter="\t")}


def _joined(names: Mapping[Any, str]) -> str:
    return ",".join(names.values())
