"""Ask, tell, train, status, export: the loop without a browser."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

Run = Callable[..., Any]


def test_the_loop_without_a_browser(run: Run, project: Path, notes: Path) -> None:
    with notes.open() as file:
        truth = {row["id"]: row["label"] for row in csv.DictReader(file)}
    assert run("ask", "notes", "-n", "20", "--output", "batch.csv").code == 0
    with open("batch.csv") as file:
        batch = list(csv.DictReader(file))
    assert len({row["id"] for row in batch}) == 20
    with open("labels.csv", "w") as file:
        file.writelines(["id,label\n", *(f"{row['id']},{truth[row['id']]}\n" for row in batch)])

    told = run("tell", "notes", "labels.csv", "--json").json
    assert told == {"stored": 20, "changed": 0, "same": 0, "empty": 0}
    assert run("tell", "notes", "labels.csv", "--json").json["same"] == 20

    asked = run("ask", "notes", "-n", "5", "--strategy", "margin", "--json").json
    assert asked["strategy"] == "margin"
    assert asked["labels"] == sum(row["stream"] == "strategy" for row in batch) < 20
    assert not {row["id"] for row in asked["items"]} & {row["id"] for row in batch}

    assert run("status", "notes", "--json").json["progress"]["labelled"] == 20
    assert "20 labelled" in run("status", "notes").out

    assert run("export", "notes", "-o", "out.jsonl", "--json").json["rows"] == 20
    exported = [json.loads(line) for line in Path("out.jsonl").read_text().splitlines()]
    assert {row["id"]: row["label"] for row in exported} == {row["id"]: truth[row["id"]] for row in batch}

    trained = run("train", "notes", "--predictions", "predictions.csv", "--json").json
    assert trained["labels"] == 20
    assert trained["rows"] == 40
    with open("predictions.csv") as file:
        predicted = {row["id"]: row["label"] for row in csv.DictReader(file)}
    assert predicted.keys() == truth.keys() - {row["id"] for row in batch}
    assert set(predicted.values()) <= {"bad", "good"}
    described = json.loads(Path("notes/model/model.json").read_text())
    assert described["classes"] == ["bad", "good"]
    with np.load("notes/model/weights.npz", allow_pickle=False) as weights:
        assert weights["coef"].shape == (described["dimensions"], 1)
    assert "Not known" not in Path("notes/model/README.md").read_text()


def test_control_items_come_at_their_share_and_the_same_each_time(run: Run, project: Path) -> None:
    from asknext.project.folder import open_project

    asked = run("ask", "notes", "-n", "30", "--json").json["items"]
    streams = [row["stream"] for row in asked]
    assert streams.count("control") == 3
    with open_project("notes") as opened, opened.database.read() as conn:
        reserve = conn.exec_driver_sql("SELECT id FROM item WHERE control ORDER BY draw").scalars().all()
    assert [row["id"] for row in asked if row["stream"] == "control"] == reserve[:3]
    assert run("ask", "notes", "-n", "30", "--json").json["items"] == asked
    assert run("ask", "notes", "-n", "30", "--output", "batch.csv").code == 0
    with open("batch.csv") as file:
        assert [row["stream"] for row in csv.DictReader(file)] == streams


def test_small_batches_come_to_the_same_share(run: Run, project: Path) -> None:
    streams = []
    for _ in range(6):
        asked = run("ask", "notes", "-n", "5", "--json").json["items"]
        streams += [row["stream"] for row in asked]
        Path("l.csv").write_text("id,label\n" + "".join(f"{row['id']},bad\n" for row in asked))
        run("tell", "notes", "l.csv")
    assert streams.count("control") == 3


def test_another_strategy_orders_this_batch_alone(run: Run, project: Path, notes: Path) -> None:
    from asknext.labelling.ranking import current_ranking
    from asknext.project.folder import open_project

    own = run("ask", "notes", "-n", "20", "--json").json
    tried = run("ask", "notes", "-n", "20", "--strategy", "random", "--json").json
    assert (tried["strategy"], tried["ranking"]) == ("random", None)
    assert tried["items"] != own["items"]
    with open_project("notes") as opened:
        ranking = current_ranking(opened)
        assert ranking is not None
        assert (ranking.version, ranking.strategy) == (own["ranking"], "auto")
    assert run("ask", "notes", "-n", "20", "--json").json == own


def test_a_strategy_that_cannot_work_here_is_not_asked(run: Run, project: Path) -> None:
    done = run("ask", "notes", "--strategy", "mnlp")
    assert (done.code, "needs sequences, which a project does not have" in done.err) == (2, True)


@pytest.mark.parametrize(
    "strategy",
    [
        "bald",
        "margin * information_density ** 2",
        "{name: weighted_kmeans, scorer: {name: combination, left: bald, operator: +, right: entropy}}",
        "{name: weighted_kmeans, scorer: consensus_entropy * 2}",
    ],
)
def test_committees_arithmetic_and_mappings_order_a_project(run: Run, project: Path, strategy: str) -> None:
    run("ask", "notes", "-n", "20", "--output", "batch.csv")
    rows = list(csv.reader(io.StringIO(Path("batch.csv").read_text())))
    labelled = [[row[0], ("bad", "good")[at % 2], *row[2:]] for at, row in enumerate(rows[1:])]
    with Path("batch.csv").open("w", newline="") as file:
        csv.writer(file).writerows([rows[0], *labelled])
    assert run("tell", "notes", "batch.csv").code == 0
    tried = run("ask", "notes", "-n", "5", "--strategy", strategy, "--json")
    assert tried.code == 0, tried.err
    assert len({row["item"] for row in tried.json["items"]}) == 5


def test_a_column_of_the_items_orders_them(run: Run, tmp_path: Path) -> None:
    lines = [f"text number {i},{i * 7 % 40},{'ab'[i % 2]}" for i in range(40)]
    (tmp_path / "sized.csv").write_text("\n".join(["text,size,kind", *lines]))
    made = run(
        "init",
        "sized",
        "--data",
        "sized.csv",
        "--text",
        "text",
        "--labels",
        "x,y",
        "--strategy",
        "{name: weights, column: size}",
    )
    assert made.code == 0, made.err
    asked = [row for row in run("ask", "sized", "-n", "10", "--json").json["items"] if row["stream"] == "strategy"]
    scores = [row["score"] for row in asked]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 20
    assert "no column 'sise'" in run("ask", "sized", "--strategy", "{name: weights, column: sise}").err
    assert "cannot be read" in run("ask", "sized", "--strategy", "{name: weights").err


def test_a_near_name_is_suggested_without_the_whole_list(run: Run, project: Path) -> None:
    done = run("ask", "notes", "--strategy", "margn")
    assert done.err.startswith("There is no strategy 'margn'. Did you mean 'margin'")
    assert done.err.endswith("? asknext.strategies() lists them all.\n")


def test_one_is_told_as_one(run: Run, project: Path) -> None:
    Path("one.csv").write_text("id,text\nm1,Something new\n")
    assert "1 item added, " in run("import", "notes", "one.csv").out
    Path("copy.csv").write_text("id,text\nm2,Something new\nm3\n")
    said = run("import", "notes", "copy.csv").out
    assert "1 exact copy, asked once with its first" in said
    assert "1 row was refused" in said
    Path("l.csv").write_text("id,label\nm1,bad\n")
    assert "1 label stored." in run("tell", "notes", "l.csv").out


def test_the_written_model_predicts_the_same(run: Run, project: Path, notes: Path) -> None:
    from asknext.labelling.final_model import fit_final_model
    from asknext.project.folder import open_project

    run("tell", "notes", notes)
    assert run("train", "notes").code == 0
    described = json.loads(Path("notes/model/model.json").read_text())["form"]
    with np.load("notes/model/weights.npz", allow_pickle=False) as file:
        w = dict(file)
    with open_project("notes") as opened:
        final = fit_final_model(opened)
        expected = final.probabilities(np.arange(60))
        x = np.asarray(final.embeddings[:60], dtype=np.float64)
    z = ((x - w["mean"]) / described["scale"]) @ w["coef"] + w["intercept"]
    p = 1 / (1 + np.exp(-((z / described["temperature"]) * w["slope"] + w["shift"])))
    np.testing.assert_allclose(p[:, 0], expected[:, described["codes"][1]], atol=1e-9)


def test_tell_stores_all_or_nothing_and_lists_every_trouble(run: Run, project: Path) -> None:
    Path("l.csv").write_text("id,label\nn1,bad\nn2,goood\nx9,bad\n")
    done = run("tell", "notes", "l.csv")
    assert done.code == 1
    assert "l.csv:3: There is no class 'goood'. Did you mean 'good'" in done.err
    assert "l.csv:4: No item has the id 'x9'" in done.err
    assert run("status", "notes", "--json").json["progress"]["labelled"] == 0


def test_more_items_than_there_are_cannot_be_asked(run: Run, project: Path) -> None:
    done = run("ask", "notes", "-n", "500")
    assert done.code == 2
    assert "500 items were asked for, and 60 can be asked now" in done.err
    assert "of the control reserve); the others are answered, skipped, ignored, or in somebody's hands" in done.err


def test_training_without_labels_says_what_to_do(run: Run, project: Path) -> None:
    done = run("train", "notes")
    assert done.code == 1
    assert "no labels to learn from yet" in done.err


def test_nothing_of_another_program_is_overwritten_by_train(run: Run, project: Path, notes: Path) -> None:
    run("tell", "notes", notes)
    Path("mine").mkdir()
    Path("mine/thesis.txt").write_text("precious")
    assert run("train", "notes", "--output", "mine").code == 2
    assert Path("mine/thesis.txt").read_text() == "precious"


def test_import_adds_only_what_is_new(run: Run, project: Path, notes: Path) -> None:
    Path("more.csv").write_text(
        "id,text,label\nn0,The trip number 0 was lovely for us,good\nm1,Something new here,bad\n"
    )
    found = run("import", "notes", "more.csv", "--json").json
    assert (found["added"], found["known"]) == (1, 1)


def test_an_export_format_is_suggested(run: Run, project: Path) -> None:
    done = run("export", "notes", "--format", "cvs", "-o", "x")
    assert done.code == 2
    assert "Did you mean 'csv'" in done.err


def test_a_folder_that_is_no_project_says_so_in_json_too(run: Run, tmp_path: Path) -> None:
    done = run("status", ".", "--json")
    assert done.code == 1
    assert done.json["error"]["code"] == "ProjectError"
    assert "not an asknext project" in done.json["error"]["message"]
