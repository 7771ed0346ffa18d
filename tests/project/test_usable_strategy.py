"""Strategies that could not order a project's items are refused before there is a project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from asknext.errors import DataError, InputError, UnknownName
from asknext.project.config_file import load_config
from asknext.project.usable_strategy import check_strategy


@pytest.mark.parametrize(
    ("spec", "task", "words"),
    [
        ("min_box_confidence", "single_label", "needs detections, which a project does not have"),
        ("mnlp", "single_label", "needs sequences, which a project does not have.*there is asknext select"),
        ("active_cleaning", "single_label", "needs annotations"),
        ({"name": "mix", "strategies": ["margin", {"strategy": "mnlp"}]}, "single_label", "needs sequences"),
        ("committee_std", "single_label", "is for regression projects, and this one is single-label"),
        ("margin", "number", "is for labels that are classes.*learned as numbers.*use improved_greedy_sampling"),
        ("mean_entropy", "ordinal", "the task ordinal are learned as numbers"),
        ("committee_std", "pairwise", "is for regression projects"),
        ("margin * mnlp", "single_label", "needs sequences"),
        ("margin * entropi", "single_label", "at character 10"),
        ({"name": "informed_outlier", "simulation": True}, "single_label", "only a simulation has"),
        ({"name": "cold_start", "strategy": "informed_inlier"}, "single_label", "only a simulation has"),
        ("margin", "multi_label", "is for single-label projects, and this one is multi-label"),
        ("mean_entropy", "single_label", "is for multi-label projects, and this one is single-label"),
    ],
)
def test_what_cannot_work_is_refused_in_one_sentence(spec: Any, task: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        check_strategy(spec, task)


@pytest.mark.parametrize(
    ("spec", "task"),
    [
        ("auto", "single_label"),
        ("auto", "multi_label"),
        ("margin", "single_label"),
        ("mix", "single_label"),
        ("bald", "single_label"),
        ("weights", "single_label"),
        ({"name": "threshold", "column": "size", "value": 3}, "single_label"),
        ({"name": "similarity", "near": "tag"}, "single_label"),
        ("margin * information_density ** 2", "single_label"),
        ("similarity", "multi_label"),
        ({"name": "weighted_kmeans", "scorer": "entropy"}, "single_label"),
        ("cvirs", "multi_label"),
    ],
)
def test_what_can_work_is_taken(spec: Any, task: str) -> None:
    check_strategy(spec, task)


def test_the_settings_file_is_held_to_it_too(tmp_path: Path) -> None:
    path = tmp_path / "asknext.yaml"
    path.write_text("strategy: mnlp\n")
    with pytest.raises(DataError, match=r"asknext\.yaml, column 'strategy': Strategy 'mnlp' needs sequences"):
        load_config(path)
    path.write_text("strategy: margn\n")
    with pytest.raises(UnknownName, match=r"no strategy 'margn' in .*Did you mean 'margin'"):
        load_config(path)


def test_loading_settings_stays_light(tmp_path: Path) -> None:
    (tmp_path / "asknext.yaml").write_text("strategy: margin\n")
    script = (
        "import sys; from pathlib import Path; from asknext.project.config_file import load_config;"
        "load_config(Path(sys.argv[1]));"
        "print([m for m in ('sklearn', 'scipy', 'pandas', 'pyarrow', 'torch') if m in sys.modules])"
    )
    path = tmp_path / "asknext.yaml"
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
