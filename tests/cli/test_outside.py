"""Webhooks, machines, cards and exports of answers from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.labelling.conftest import fill

from asknext.cli import main
from asknext.labelling.desk import Desk
from asknext.labelling.external import is_external, publish_external_ranking
from asknext.project.config import ClassConfig, Config
from asknext.project.folder import create_project, open_project
from asknext.project.outside_config import MachineConfig, OutsideConfig


@pytest.fixture
def project(tmp_path: Path) -> Path:
    machines = {"m": MachineConfig("http://127.0.0.1:9/label", concurrency=1)}
    config = Config(
        classes=(ClassConfig("a"), ClassConfig("b")),
        control=0.0,
        outside=OutsideConfig(("127.0.0.1",)),
        machines=machines,
    )
    with create_project(tmp_path / "p", config) as made:
        fill(made, 10, control=0.0)
        desk = Desk(made)
        desk.do("s", "ann", [{"uid": "u", "kind": "label", "item": 3, "value": ["c1"]}]).result()
        desk.close()
    return tmp_path / "p"


def test_an_order_that_was_set_is_ended(run, project):
    with open_project(project) as opened:
        publish_external_ranking(opened, [b'{"id": "id3", "score": 1}'])
        assert is_external(opened)
    assert "own strategy orders the items again" in run("prioritise", project, "--own-order").out
    with open_project(project) as opened:
        assert not is_external(opened)
    for more in ([], ["x.csv", "--own-order"]):
        refused = run("prioritise", project, *more)
        assert (refused.code != 0, "Give either a FILE" in refused.err) == (True, True)


def test_a_webhook_from_its_making_to_its_end(run, project):
    made = run("webhook", "add", project, "http://127.0.0.1:9/hook", "--kinds", "label, undo", "--json").json
    assert made["secret"].startswith("whsec_")
    assert made["kinds"] == ["label", "undo"]
    assert "http://127.0.0.1:9/hook" in run("webhook", "list", project).out
    assert run("webhook", "pause", project, 1).out == "Webhook 1 is paused.\n"
    assert "paused" in run("webhook", "list", project).out
    assert run("webhook", "resume", project, 1).out == "Webhook 1 sends again.\n"
    assert run("webhook", "deliveries", project, 1).out == "Nothing was sent yet.\n"
    assert run("webhook", "replay", project, 1).out == "0 deliveries to be sent again.\n"
    assert run("webhook", "rotate", project, 1, "--json").json["secret"] != made["secret"]
    assert made["secret"] not in run("webhook", "list", project, "--json").out
    assert run("webhook", "remove", project, 1).out == "Webhook 1 removed.\n"
    assert run("webhook", "list", project, "--json").json == {"webhooks": []}


def test_what_cannot_be_a_webhook_is_wrong_usage(run, project):
    refused = run("webhook", "add", project, "http://10.1.2.3/hook")
    assert (refused.code, "inside a network" in refused.err) == (2, True)
    assert run("webhook", "add", project, "http://127.0.0.1/", "--kinds", "labels").code == 2
    assert run("webhook", "remove", project, 9).code == 2


def test_machines_are_shown_and_one_that_is_not_there_says_so(run, project, monkeypatch):
    monkeypatch.setattr("asknext.labelling.machines.running.FIRST_WAIT", 0.0)
    assert run("machine", project).out == "m: 0 items labelled for 0.00; not measured yet.\n"
    assert run("machine", project, "gpt", "--items", 5).code == 2


def test_every_answer_and_a_card_beside_it(run, project, tmp_path):
    said = run("export", project, "--votes", "--output", tmp_path / "answers.jsonl", "--card")
    assert said.out.startswith("1 row written to")
    line = json.loads((tmp_path / "answers.jsonl").read_text(encoding="utf-8"))
    assert (line["id"], line["annotator"], line["answer"], line["agrees"]) == ("id3", "ann", "a", True)
    assert (tmp_path / "answers.card.md").read_text(encoding="utf-8").startswith("# untitled")
    assert json.loads((tmp_path / "answers.card.json").read_text(encoding="utf-8"))["labelled"] == 1
    assert main(["export", str(project), "--output", "-", "--format", "csv", "--card"]) == 2


def test_a_card_is_shown_or_written(run, project, tmp_path):
    assert "Known issues" in run("card", project).out
    assert run("card", project, "--json").json["labelled"] == 1
    run("card", project, "--output", tmp_path / "card.md")
    assert (tmp_path / "card.json").is_file()


def test_a_log_that_is_none_is_wrong_usage(run, project):
    refused = run("serve", project, "--log", "xml")
    assert (refused.code, "kind of log" in refused.err) == (2, True)
