"""Folders of clips: every layout gives the same clips, and what does not match is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from asknext.errors import DataError, UnknownName
from asknext.lab.clip_folder import read_clip_folder, write_clip_folder
from asknext.lab.data_sets import load_data_set

AUDIO = np.array([[1, 2], [3, 4], [5, 6], [7, 8]], dtype=np.float32)
VIDEO = np.array([[0.5], [1.5], [2.5], [3.5]], dtype=np.float32)
ASSETS = ["https://x.example/a.mp4", "https://x.example/b.mp4", "c.mp4", "d.mp4"]
RECORDS: list[dict[str, Any]] = [
    {"etag": "1", "data": "https://x.example/a.mp4", "labels": ["holiday", "gift giving"]},
    {"etag": "2", "data": "https://y.example/clips/b.mp4?version=2", "labels": []},
    {"etag": "3", "data": "https://x.example/c.mov", "labels": ["None of the above"]},
    {"etag": "4", "data": "https://x.example/gone.mp4", "labels": ["holiday"]},
]


def rows() -> list[dict[str, Any]]:
    return [
        {"asset": name, "audio": sound.tolist(), "video": picture.tolist()}
        for name, sound, picture in zip(ASSETS, AUDIO, VIDEO, strict=True)
    ]


def features(folder: Path, kind: str) -> None:
    if kind == "npz":
        np.savez(folder / "features.npz", asset=np.array(ASSETS), audio=AUDIO, video=VIDEO)
    elif kind == "jsonl":
        (folder / "features.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows()))
    elif kind == "csv of lists":
        text = "".join(f'{row["asset"]},"{row["audio"]}","{row["video"]}"\n' for row in rows())
        (folder / "features.csv").write_text("asset,audio,video\n" + text)
    elif kind == "csv of numbers":
        text = "".join(f"{row['asset']},{row['audio'][1]},{row['audio'][0]},{row['video'][0]}\n" for row in rows())
        (folder / "features.csv").write_text("asset,audio_1,audio_0,video_0\n" + text)
    else:
        pyarrow = pytest.importorskip("pyarrow")
        import pyarrow.parquet as pq

        pq.write_table(pyarrow.Table.from_pylist(rows()), folder / "features.parquet")


def labels(folder: Path, records: list[dict[str, Any]] = RECORDS) -> None:
    (folder / "labels.json").write_text(json.dumps(records))


@pytest.mark.parametrize("kind", ["npz", "jsonl", "csv of lists", "csv of numbers", "parquet"])
def test_every_layout_of_features(tmp_path: Path, kind: str) -> None:
    features(tmp_path, kind)
    labels(tmp_path)
    found = read_clip_folder(tmp_path)
    assert found.assets == (ASSETS[0], ASSETS[1], ASSETS[2])
    assert found.labels == (frozenset({"holiday", "gift giving"}), frozenset(), frozenset())
    np.testing.assert_array_equal(found.vectors, np.hstack([AUDIO, VIDEO])[:3])
    np.testing.assert_array_equal(read_clip_folder(tmp_path, vectors="audio").vectors, AUDIO[:3])
    assert found.classes == ("gift giving", "holiday")


def test_what_does_not_match_is_counted(tmp_path: Path) -> None:
    features(tmp_path, "npz")
    labels(tmp_path)
    found = read_clip_folder(tmp_path)
    assert found.joined.records_without_features == 1
    assert found.joined.features_without_labels == 1
    said = " ".join(found.notes())
    assert "3 clips have features and labels, 2 of them none of the classes" in said
    assert "1 records of labels have no features" in said


def test_one_record_a_line(tmp_path: Path) -> None:
    features(tmp_path, "npz")
    (tmp_path / "labels.jsonl").write_text("\n".join(json.dumps(each) for each in RECORDS) + "\n\n")
    # a second .jsonl may be either; its name says which
    assert read_clip_folder(tmp_path).labels[0] == {"holiday", "gift giving"}


def test_several_records_of_a_clip_hold_what_more_than_half_say(tmp_path: Path) -> None:
    features(tmp_path, "npz")
    votes = [["holiday", "halloween"], ["holiday"], ["holiday", "halloween"], []]
    labels(tmp_path, [{"etag": str(at), "data": "d.mp4", "labels": each} for at, each in enumerate(votes)])
    found = read_clip_folder(tmp_path)
    assert found.labels == (frozenset({"holiday"}),)  # three of four; two of four are not more than half
    assert "1 clips have several records" in " ".join(found.notes())


def test_a_name_that_fits_several_fits_none(tmp_path: Path) -> None:
    assets = ["one/a.mp4", "two/a.mp4", "b.mp4"]
    np.savez(tmp_path / "features.npz", asset=np.array(assets), combined=np.ones((3, 2)))
    labels(tmp_path, [{"data": "x/a.mp4", "labels": ["k"]}, {"data": "one/a.mp4", "labels": []},
                      {"data": "x/b.mov", "labels": ["k"]}, {"data": "y/b.avi", "labels": []}])  # fmt: skip
    found = read_clip_folder(tmp_path)
    # one/a.mp4 by its whole address; then two/a.mp4 is the only a.mp4 left; two addresses end in b, so neither is taken
    assert found.assets == ("one/a.mp4", "two/a.mp4")
    assert found.labels == (frozenset(), frozenset({"k"}))
    assert found.joined.records_without_features == 2


@pytest.mark.parametrize(
    ("records", "said"),
    [
        ([{"data": "a", "labels": "holiday"}], "record 1 has the keys"),
        ([{"labels": []}], "record 1 has the keys"),
        ([{"data": "a", "labels": []}, 3], "record 2 is a int"),
        ([{"data": "a", "labels": ["k", "none of the above"]}], "at once"),
        ([{"data": "nowhere", "labels": []}], "no record of labels matches an asset"),
        ([], "no record of labels"),
        ({"records": []}, "expected a list"),
    ],
)
def test_records_that_cannot_be_used(tmp_path: Path, records: Any, said: str) -> None:
    features(tmp_path, "npz")
    labels(tmp_path, records)
    with pytest.raises(DataError, match=said):
        read_clip_folder(tmp_path)


def test_what_the_folder_must_hold(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no such folder"):
        read_clip_folder(tmp_path / "none")
    labels(tmp_path)
    with pytest.raises(DataError, match="0 files that can be the features"):
        read_clip_folder(tmp_path)
    (tmp_path / "vectors.pkl").write_bytes(b"")
    with pytest.raises(DataError, match=r"asknext lab convert vectors\.pkl"):
        read_clip_folder(tmp_path)
    with pytest.raises(DataError, match="is a pickle"):
        read_clip_folder(tmp_path, features="vectors.pkl")
    features(tmp_path, "npz")
    with pytest.raises(UnknownName, match="audio"):
        read_clip_folder(tmp_path, vectors="audoi")
    with pytest.raises(UnknownName):
        read_clip_folder(tmp_path, vectors="asset")


def test_features_that_cannot_be_used(tmp_path: Path) -> None:
    labels(tmp_path)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"combined": np.ones((2, 2))}, "one of them has to be asset"),
        ({"asset": np.array(["a", "a"]), "combined": np.ones((2, 2))}, "'a' twice"),
        ({"asset": np.array(["a", "b"]), "combined": np.array([[1.0], [np.nan]])}, "row 2 holds NaN"),
        ({"asset": np.array(["a", "b"]), "combined": np.ones((3, 2))}, "an asset and a vector a row"),
        ({"asset": np.array(["a", "b"]), "combined": np.ones(2)}, "an asset and a vector a row"),
        ({"asset": np.array(["a", "b"]), "combined": np.array([["x"], ["y"]])}, "expected numbers"),
    ]
    for arrays, said in cases:
        np.savez(tmp_path / "features.npz", **arrays)
        with pytest.raises(DataError, match=said):
            read_clip_folder(tmp_path)


def test_uneven_vectors_name_their_column(tmp_path: Path) -> None:
    labels(tmp_path)
    path = tmp_path / "features.jsonl"
    path.write_text('{"asset": "a", "combined": [1, 2]}\n{"asset": "b", "combined": [1]}\n')
    with pytest.raises(DataError, match="different lengths"):
        read_clip_folder(tmp_path)
    path.write_text('{"asset": "a", "combined": [1, 2]}\n{"asset": "b", "combined": [1, "x"]}\n')
    with pytest.raises(DataError, match=r"features\.jsonl:2, column 'combined'"):
        read_clip_folder(tmp_path)


def test_written_and_read_again_as_a_study_reads_it(tmp_path: Path) -> None:
    held = [frozenset({"b", "a"}), frozenset[str](), frozenset({"a"}), frozenset({"b"})]
    table = {"asset": np.array(ASSETS), "audio": AUDIO, "video": VIDEO}
    write_clip_folder(tmp_path / "clips", table, held, ["1", "2", "3", "4"])
    data = load_data_set({"clips": "clips"}, tmp_path)
    assert data.labels == [("a", "b"), (), ("a",), ("b",)]
    assert data.multilabel
    assert data.classes == ("a", "b")
    assert data.ids == ASSETS
    assert data.content.shape == (4, 3)
    assert data.one_vs_rest()["b"].labels == ["yes", "no", "no", "yes"]
    assert data.notes == ("4 clips have features and labels, 1 of them none of the classes.",)
    other = load_data_set({"clips": "clips", "vectors": "video"}, tmp_path)
    assert other.content.shape == (4, 1)
    assert other.fingerprint != data.fingerprint
