"""The studies that are shipped: each is valid, and a small version of it runs to its end."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml  # type: ignore[import-untyped]

from asknext.lab import Study, load_study, read_study, run_study
from asknext.lab.clip_folder import write_clip_folder
from asknext.lab.generators.clips import clips
from asknext.lab.label_overlap import asked_by_strategy, shared_questions
from asknext.lab.run_store import RunStore

STUDIES = Path(__file__).resolve().parents[2] / "studies"
FILES = sorted(path.name for path in STUDIES.glob("*.yaml"))


def mapping(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((STUDIES / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", FILES)
def test_it_is_valid(name: str) -> None:
    study = read_study(STUDIES / name)
    assert study.name != "study"
    assert study.description


def test_the_table_of_studies_names_each() -> None:
    patterns = re.findall(r"`([a-z_*]+\.yaml)`", (STUDIES / "README.md").read_text(encoding="utf-8"))
    assert [name for name in FILES if not any(fnmatch(name, each) for each in patterns)] == []
    assert [each for each in patterns if not any(fnmatch(name, each) for name in FILES)] == []


@pytest.fixture(scope="module")
def clip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clips")
    made = clips(60)
    table = {"asset": np.array(made.assets), "combined": made.content}
    write_clip_folder(folder, table, [frozenset(each) for each in made.labels], made.etags)
    return folder


def test_reranking_of_any_folder_of_clips(clip_folder: Path, tmp_path: Path) -> None:
    given = mapping("reranking.yaml")
    given |= {"one_vs_rest": ["holiday"], "splits": {"kind": "unseen", "seeds": 1}}
    summary = run_study(Study.from_mapping(given, clip_folder), tmp_path / "results")
    assert (summary.done, summary.failures) == (8, ())
    with RunStore.open(tmp_path / "results") as store:
        for metric in given["metrics"]:
            for labels, values in store.curves(metric).values():
                # five at random, then 5, 5, 10, 10, 20 and the five that are left: then nothing is unseen
                assert labels.tolist() == [5, 10, 15, 25, 35, 55, 60]
                assert np.isnan(values[-1])
        shares = shared_questions(asked_by_strategy(store, 35))
    assert len(shares) == 8 * 7 / 2
    assert all(0 <= share <= 1 for share in shares.values())
    assert shares["positive", "random"] < 1


def test_tweets_in_small(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(120, 4)), np.arange(120) % 2
    np.savez(tmp_path / "small.npz", x=x + y[:, None], y=y)
    given = mapping("tweets.yaml")
    given["data"][0]["file"] = "small.npz"
    given |= {"initial": {"random": 20}, "schedules": [{"constant": 40}]}
    given["splits"]["seeds"] = 1
    given["strategies"] = ["random", "margin"]
    summary = run_study(Study.from_mapping(given, tmp_path), tmp_path / "results", workers=1)
    assert (summary.done, summary.failures) == (2, ())
    with RunStore.open(tmp_path / "results") as store:
        curves = list(store.curves("roc_auc").values())
    assert curves[0][0].tolist() == [20, 60, 100, 108]
    # the whole pool is labelled in the end, so that every strategy ends at the same model
    assert curves[0][1][-1] == pytest.approx(curves[1][1][-1], abs=1e-9)


def test_a_first_look_at_a_file_with_rows_without_labels(tmp_path: Path) -> None:
    rows = [f"{'good' if at % 2 else 'bad'} word{at % 7} and {at},{['no', 'yes'][at % 2]}" for at in range(60)]
    (tmp_path / "labelled.csv").write_text("text,label\n" + "\n".join(rows) + "\nnobody has judged this,\n")
    given = mapping("first_look.yaml")
    given |= {"strategies": ["random", "margin"], "schedules": ["10 x 1"], "splits": {"test": 0.25, "seeds": 1}}
    study = load_study(Study.from_mapping(given, tmp_path))
    assert any("1 of 61 rows were left out" in note for note in study.data["labelled"].notes)
    summary = run_study(study, tmp_path / "results", workers=1)
    assert (summary.done, summary.failures) == (2, ())


def test_it_stops_when_its_time_is_up_and_goes_on_later(clip_folder: Path, tmp_path: Path) -> None:
    given = mapping("reranking.yaml")
    given |= {"one_vs_rest": ["holiday"], "splits": {"kind": "unseen", "seeds": 1}, "strategies": ["random"]}
    study = Study.from_mapping(given, clip_folder)
    stopped = run_study(study, tmp_path / "results", workers=1, seconds=0)
    assert (stopped.done, stopped.failures) == (0, ())
    assert run_study(study, tmp_path / "results", workers=1).done == 1
