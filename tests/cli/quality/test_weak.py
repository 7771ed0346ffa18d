"""``asknext quality weak``: rules of thumb on a project, from the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from asknext.labelling.tell import tell
from asknext.project.folder import open_project
from asknext.store.votes import votes_on

Run = Callable[..., Any]

RULES = """
functions:
  - {name: unhappy, keywords: [late, dirty, rude], label: bad}
  - {name: happy, keywords: [lovely, clean], label: good}
  - {name: mistaken, regex: 'number 1\\d', label: good}
"""

PROGRAM = '''
from asknext.quality.weak import labelling_function

@labelling_function
def kindness(item):
    """Everything that was kind or warm."""
    return "good" if item["text"].split()[-3] in ("kind", "warm") else None
'''


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(RULES)
    return path


def test_what_rules_cover_and_how_good_they_are(run: Run, project: Path, rules: Path) -> None:
    with open_project(project) as opened:
        tell(opened, {f"n{at}": ["bad" if at % 2 else "good"] for at in range(0, 60, 3)}, annotator="me")
    found = run("quality", "weak", "notes", "-f", "rules.yaml", "--json").json
    assert (found["items"], found["judged"]) == (60, 12)
    by_name = {each["function"]: each for each in found["functions"]}
    assert by_name["unhappy"]["right"] == by_name["happy"]["right"] == 1.0
    assert by_name["mistaken"]["right"] == pytest.approx(2 / 3)
    assert by_name["mistaken"]["coverage"] == pytest.approx(10 / 60)
    labelled = {f"n{at}" for at in range(0, 60, 3)}
    assert found["ask"]
    assert {each["id"] for each in found["ask"]} & labelled == set()
    said = run("quality", "weak", "notes", "-f", "rules.yaml")
    assert "3 functions on 60 items" in said.out
    assert "functions differ" in said.out


def test_soft_labels_are_written(run: Run, project: Path, rules: Path) -> None:
    done = run("quality", "weak", "notes", "-f", "rules.yaml", "-o", "soft.csv", "--least", "0.6", "--json")
    with open("soft.csv") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == done.json["rows"] > 10
    assert rows[0].keys() == {"id", "label", "probability", "p.bad", "p.good", "functions"}
    assert float(rows[0]["p.bad"]) + float(rows[0]["p.good"]) == pytest.approx(1.0, abs=1e-5)
    assert all(float(row["probability"]) >= 0.6 for row in rows)
    assert run("quality", "weak", "notes", "-f", "rules.yaml", "-o", "soft.jsonl", "--least", "0.6").code == 0
    with open("soft.jsonl") as file:
        assert json.loads(file.readline())["id"].startswith("n")
    assert "written as .csv or .jsonl" in run("quality", "weak", "notes", "-f", "rules.yaml", "-o", "soft.txt").err


def test_answers_of_a_machine_leave_those_of_people_alone(run: Run, project: Path, rules: Path) -> None:
    with open_project(project) as opened:
        tell(opened, {"n0": ["bad"]}, annotator="me")
    words = ("quality", "weak", "notes", "-f", "rules.yaml", "--least", "0.6", "--apply", "--json")
    first = run(*words).json
    assert first["applied"] == first["sure"] > 10
    assert run(*words).json["applied"] == 0
    with open_project(project) as opened, opened.database.read() as conn:
        votes = votes_on(conn, [0])[0]
    assert {(each.annotator, each.kind) for each in votes} == {("me", "import"), ("labelling functions", "machine")}
    assert run("status", "notes", "--json").json["progress"]["labelled"] == 1


def test_a_program_of_functions_is_run(run: Run, project: Path, tmp_path: Path) -> None:
    (tmp_path / "functions.py").write_text(PROGRAM)
    found = run("quality", "weak", "notes", "-f", "functions.py", "--balance", "good=0.5,bad=0.5", "--json").json
    assert [each["function"] for each in found["functions"]] == ["kindness"]
    assert found["covered"] == 30 // 2


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        ("none.yaml", None, "no such file"),
        ("bad.yaml", "functions: [", "no YAML"),
        ("empty.py", "x = 1", "no function is decorated"),
        ("broken.py", "import nothing_of_this_name", "does not run: ModuleNotFoundError"),
        ("class.yaml", "[{name: a, regex: trip, label: ugly}]", "'ugly'"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(
    run: Run, project: Path, tmp_path: Path, name: str, text: str | None, word: str
) -> None:
    if text is not None:
        (tmp_path / name).write_text(text)
    said = run("quality", "weak", "notes", "-f", name)
    assert said.code != 0
    assert word in said.err


def test_a_balance_that_cannot_be_read_is_told(run: Run, project: Path, rules: Path) -> None:
    assert "CLASS=SHARE" in run("quality", "weak", "notes", "-f", "rules.yaml", "--balance", "good").err
    assert "'fine'" in run("quality", "weak", "notes", "-f", "rules.yaml", "--balance", "fine=1").err
