"""From a folder of media to the folder that a selection leaves."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.media.clips import frames, write_video
from tests.selection.made import lines, pictures, predictions, selected

from asknext.errors import DataError, InputError, UnknownName
from asknext.formats.exchange import open_labels
from asknext.selection import looking


def test_images_that_are_chosen_are_left_with_all_that_belongs_to_them(tmp_path: Path) -> None:
    pictures(tmp_path / "in" / "sub", 6)
    (tmp_path / "in" / "same.png").write_bytes((tmp_path / "in" / "sub" / "0.png").read_bytes())
    (tmp_path / "in" / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing")
    (tmp_path / "in" / "notes.txt").write_text("not a picture")
    made = selected(tmp_path, input="in", n=3)
    told, out = made.result, tmp_path / "out"
    assert told["counts"]["images"] == {"input": 8, "corrupt": 1, "duplicate": 1, "read": 7, "selected": 3}
    assert [each["file"] for each in told["problems"]] == ["broken.jpg"]
    assert told["counts"]["items"]["candidate"] == 3
    queue = lines(out / "queue.jsonl")
    assert [each["order"] for each in queue] == [0, 1, 2]
    for each in queue:
        assert (out / each["image"]).read_bytes() == (tmp_path / "in" / each["id"]).read_bytes()
    items = lines(out / "items.jsonl")
    assert sorted(each["state"] for each in items) == ["candidate"] * 3 + ["duplicate"] + ["selected"] * 3
    assert np.load(out / "embeddings.npy").shape == (7, told["embedding"]["dimensions"])
    assert json.loads((out / "selection.json").read_text())["chosen"] == told["chosen"]
    first = json.loads((out / "metadata" / f"{told['chosen'][0]['name'].removesuffix('.png')}.json").read_text())
    assert first["metadata"]["width"] == 48
    assert "notes" not in " ".join(each["name"] for each in items)


def test_frames_are_named_by_their_number_and_stand_in_time_order(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_video(tmp_path / "in" / "a.mp4", frames(12))
    write_video(tmp_path / "in" / "b.mp4", frames(5, seed=1))
    (tmp_path / "in" / "again.mp4").write_bytes((tmp_path / "in" / "a.mp4").read_bytes())
    (tmp_path / "in" / "cut.mp4").write_bytes(b"cut")
    told = selected(tmp_path, input="in", n=6, most_per_video=4, seed=3).result
    assert told["counts"]["videos"] == {"input": 4, "corrupt": 1, "duplicate": 1, "read": 2, "selected": 2}
    queue, (one, two) = lines(tmp_path / "out" / "queue.jsonl"), lines(tmp_path / "out" / "sequences.jsonl")
    assert [(each["video"], each["frame"]) for each in queue] == sorted((e["video"], e["frame"]) for e in queue)
    assert len(one["frames"]) == 4 == 6 - len(two["frames"])
    for each in one["frames"]:
        assert each["file"] == f"chosen/a-{each['index']:02d}-mp4.jpg"
        assert each["seconds"] == pytest.approx(each["index"] / 10)
        pixels = np.asarray(Image.open(tmp_path / "out" / each["file"]), dtype=int)
        assert np.abs(pixels - frames(12)[each["index"]]).mean() < 15
    assert told["baseline"]["name"].endswith("frames per second")
    assert 5 <= len(told["baseline"]["names"]) <= 7


def test_objects_are_balanced_and_predictions_come_along(tmp_path: Path) -> None:
    pictures(tmp_path / "in", 8)
    objects = {f"{at}.png": {"dog": 4} if at < 6 else {"cat": 2, "dog": 2} for at in range(8)}
    predictions(tmp_path / "found.json", objects)
    strategy = {"name": "balance", "target": {"cat": 0.5, "dog": 0.5}}
    told = selected(tmp_path, input="in", n=2, strategies=[strategy], predictions="found.json").result
    assert sorted(each["name"] for each in told["chosen"]) == ["6.png", "7.png"]
    assert told["distributions"]["classes"]["selected"] == [4, 4]
    assert (told["balance"][0]["error"], told["balance"][0]["reached"]) == (0.0, True)
    again = list(open_labels(tmp_path / "out" / "predictions", "predictions"))
    assert {each.name: len(each.predictions) for each in again} == {"6.png": 4, "7.png": 4}  # type: ignore[union-attr]


def test_a_run_that_was_ended_goes_on_where_it_stood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures(tmp_path / "in", 9)
    read, seen = looking.decode_image, list[str]()

    def decode(data: bytes, name: str) -> object:
        if len(seen) == 5:
            raise KeyboardInterrupt
        seen.append(name)
        return read(data, name)

    monkeypatch.setattr(looking, "decode_image", decode)
    with pytest.raises(KeyboardInterrupt):
        selected(tmp_path, input="in", n=4)
    assert not (tmp_path / "out" / "selection.json").exists()
    seen.clear()
    monkeypatch.setattr(looking, "decode_image", lambda data, name: seen.append(name) or read(data, name))
    told = selected(tmp_path, input="in", n=4).result
    assert seen == [f"{at}.png" for at in range(5, 9)]
    seen.clear()
    assert selected(tmp_path, input="in", n=4).result["chosen"] == told["chosen"]
    assert not seen
    assert selected(tmp_path, input="in", n=4, output="fresh").result["chosen"] == told["chosen"]


def test_what_was_chosen_before_counts_and_what_was_seen_may_be_skipped(tmp_path: Path) -> None:
    pictures(tmp_path / "in", 8)
    first = {each["name"] for each in selected(tmp_path, input="in", n=3, output="one").result["chosen"]}
    told = selected(tmp_path, input="in", n=3, output="two", preselected="one").result
    assert told["counts"]["items"]["preselected"] == 3
    assert first.isdisjoint(each["name"] for each in told["chosen"])
    pictures(tmp_path / "more", 4, seed=5)
    for at in range(4):
        (tmp_path / "more" / f"{at}.png").rename(tmp_path / "in" / f"new{at}.png")
    told = selected(tmp_path, input="in", n=9, output="three", preselected="one", skip_processed=True).result
    assert sorted(each["name"] for each in told["chosen"]) == [f"new{at}.png" for at in range(4)]
    assert told["notes"] == ["9 were wanted and 4 are chosen: there were no more to choose from."]
    with pytest.raises(InputError, match="nothing to choose from"):
        selected(tmp_path, input="in", n=1, output="four", preselected=["one", "three"], skip_processed=True)


def test_files_that_are_chosen_already_lie_elsewhere(tmp_path: Path) -> None:
    pictures(tmp_path / "in", 6)
    pictures(tmp_path / "done", 1)
    told = selected(tmp_path, input="in", n=5, preselected="done").result
    # the twin of what is chosen already is the least different, so it is the one left out
    assert "0.png" not in {each["name"] for each in told["chosen"]}


def test_pictures_like_those_of_a_query_come_first(tmp_path: Path) -> None:
    pictures(tmp_path / "in", 8)
    pictures(tmp_path / "wanted", 2)
    told = selected(tmp_path, input="in", n=2, queries={"like": "wanted"}, strategies=["similarity"]).result
    assert {each["name"] for each in told["chosen"]} == {"0.png", "1.png"}


def test_runs_of_frames_are_chosen_whole(tmp_path: Path) -> None:
    write_video(tmp_path / "a.mp4", frames(11))
    told = selected(tmp_path, input="a.mp4", n=6, sequence_length=3).result
    chosen = sorted(each["frame"] for each in told["chosen"])
    starts = chosen[::3]
    assert len(chosen) == 6
    assert chosen == [start + step for start in starts for step in range(3)]
    assert all(start % 3 == 0 for start in starts)
    with pytest.raises(InputError, match="must be a multiple of sequence_length, 3"):
        selected(tmp_path, input="a.mp4", n=5, sequence_length=3)


def test_thresholds_remove_and_scores_and_tables_are_columns(tmp_path: Path) -> None:
    pictures(tmp_path / "in", 6)
    rows = "".join(f"in/{at}.png,{at}\n" for at in range(6))
    (tmp_path / "items.csv").write_text(f"path,age\n{rows}")
    objects = {f"in/{at}.png": {"dog": 1 + at} for at in range(6)}
    predictions(tmp_path / "found.json", objects)
    strategies = [
        {"strategy": {"name": "threshold", "column": "age", "operation": "<", "value": 4}},
        {"input": {"type": "SCORES", "task": "t", "score": "object_frequency"}, "strategy": {"type": "WEIGHTS"}},
    ]
    told = selected(tmp_path, input="items.csv", n=2, strategies=strategies, predictions="found.json").result
    assert [each["name"] for each in told["chosen"]] == ["in/3.png", "in/2.png"]
    assert told["counts"]["items"]["removed"] == 2


def test_recordings_are_chosen_too(tmp_path: Path) -> None:
    from tests.media.test_sound import write_wave

    (tmp_path / "in").mkdir()
    rng = np.random.default_rng(0)
    for at in range(4):
        tone = np.sin(np.arange(4_000) * (0.05 + at / 3)) * 9_000 + rng.normal(0, 20, 4_000)
        write_wave(tmp_path / "in" / f"{at}.wav", tone.astype(int).tolist())
    told = selected(tmp_path, input="in", proportion=0.5).result
    assert told["counts"]["sounds"]["selected"] == 2
    assert all(each["audio"].endswith(".wav") for each in lines(tmp_path / "out" / "queue.jsonl"))
    assert told["distributions"]["columns"]["seconds"]["mean_input"] == 0.5


def test_brought_vectors_and_near_duplicates(tmp_path: Path) -> None:
    pictures(tmp_path / "in", 5)
    np.save(tmp_path / "own.npy", np.array([[1, 0], [1, 0.01], [0, 1], [0.01, 1], [-1, 0]], dtype=np.float32))
    told = selected(tmp_path, input="in", n=3, embeddings="own.npy", duplicates={"distance": 0.1}).result
    assert sorted(each["name"] for each in told["chosen"]) == ["0.png", "2.png", "4.png"]
    assert told["counts"]["items"]["near_duplicate"] == 2


def test_mistakes_are_told_before_anything_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures(tmp_path / "in", 2)
    monkeypatch.setattr(looking.Looker, "look", lambda *_: pytest.fail("a file was read"))
    with pytest.raises(UnknownName, match=r"no column 'sharpnes'.*'sharpness'"):
        selected(tmp_path, input="in", n=1, strategies=[{"name": "weights", "column": "sharpnes"}])
    with pytest.raises(InputError, match=r"selection\.strategies\[1\].*'badge'"):
        selected(tmp_path, input="in", n=1, strategies=["diversity", "badge"])
    with pytest.raises(UnknownName, match="no tag"):
        selected(tmp_path, input="in", n=1, strategies=["similarity"])
    with pytest.raises(DataError, match="holds no selection; name a new folder"):
        selected(tmp_path, input="in", n=1, output="in")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="There are no images, videos or recordings"):
        selected(tmp_path, input="empty", n=1)
