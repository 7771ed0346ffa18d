"""``asknext lab generate``, ``convert`` and ``overlap``, as typed."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np

from asknext.lab.clip_folder import read_clip_folder


class Runs:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, ("touch was_run",)


def test_clips_are_made_once_and_their_overlap_counted(run: Any, tmp_path: Path) -> None:
    said = run("lab", "generate", "clips", "-o", "clips", "--size", "60", "--json")
    assert said.code == 0, said.err
    assert sum(said.json["classes"].values()) > 30
    found = read_clip_folder(tmp_path / "clips")
    assert len(found.assets) == 60
    again = run("lab", "generate", "clips", "-o", "clips")
    assert again.code != 0
    assert "is there already" in again.err
    counted = run("lab", "overlap", "clips", "--json").json
    sizes = [sum(name in each for each in found.labels) for name in found.classes]
    assert [row[place] for place, row in enumerate(counted["both"])] == sizes
    assert sum(counted["clips_with_classes"]) == 60
    text = run("lab", "overlap", "clips").out
    assert "Clips that hold both" in text
    assert "60 clips have features and labels" in text


def test_a_feature_pickle_becomes_a_file_of_values(run: Any, tmp_path: Path) -> None:
    table = {"url": ["a", "b"], "audio": [np.zeros(2), np.ones(2)], "video": [np.zeros(1), np.ones(1)]}
    Path("features.pkl").write_bytes(pickle.dumps(table))
    said = run("lab", "convert", "features.pkl", "-o", "clips/features.npz")
    assert said.code == 0, said.err
    assert "audio: 2 vectors of 2" in said.out
    Path("clips/labels.json").write_text('[{"data": "a", "labels": ["k"]}, {"data": "b", "labels": []}]')
    found = read_clip_folder(Path("clips"))
    assert found.assets == ("a", "b")
    assert found.vectors.tolist() == [[0, 0, 0], [1, 1, 1]]


def test_a_pickle_that_would_run_is_refused(run: Any) -> None:
    Path("features.pkl").write_bytes(pickle.dumps({"asset": ["a"], "combined": [Runs()]}))
    said = run("lab", "convert", "features.pkl")
    assert said.code != 0
    assert "posix.system" in said.err
    assert not Path("was_run").exists()
    assert not Path("features.npz").exists()


def test_the_column_of_names_has_to_be_known(run: Any) -> None:
    Path("features.pkl").write_bytes(pickle.dumps([{"clip": "a", "combined": [1.0]}]))
    said = run("lab", "convert", "features.pkl")
    assert said.code != 0
    assert "--asset" in said.err
    assert run("lab", "convert", "features.pkl", "--asset", "clip").code == 0
    assert run("lab", "convert", "features.pkl", "-o", "x.csv", "--asset", "clip").code != 0
