"""A strategy that learns between rounds goes on learning in a project."""

import json
from uuid import uuid4

import numpy as np
import pytest
from sqlalchemy import insert

from asknext.labelling.notes import kept_notes
from asknext.labelling.queue import Queue
from asknext.labelling.ranking import current_folder, current_ranking
from asknext.labelling.snapshot import take_snapshot
from asknext.labelling.training import run_round
from asknext.labelling.work import Work
from asknext.project.config import ClassConfig, Config
from asknext.project.folder import create_project, open_project
from asknext.store.schema import item
from asknext.strategies import build

WORDS = {"c1": "goal match team league player", "c2": "bank market stock price trade"}
NAMES = pytest.mark.parametrize("name", ["albl", "hedge"])


def spec(name):
    return {"name": name, "strategies": ["margin", "k_center_greedy", "random"], "horizon": 40}


def truth(pos):
    return "c1" if pos % 2 else "c2"


def row(pos, rng):
    words = " ".join(rng.choice(WORDS[truth(pos)].split(), 4))
    digest = pos.to_bytes(16, "big")
    return {"pos": pos, "id": str(pos), "hash": digest, "content": f"{words} {pos}", "draw": 0.5, "control": False}


@pytest.fixture
def make(tmp_path):
    made = []

    def project(folder, strategy):
        classes = (ClassConfig("sport"), ClassConfig("money"))
        made.append(create_project(tmp_path / folder, Config(classes=classes, control=0.0, strategy=strategy)))
        rng = np.random.default_rng(0)
        with made[-1].database.write() as conn:
            conn.execute(insert(item), [row(pos, rng) for pos in range(120)])
        return made[-1]

    yield project
    for each in made:
        each.close()


def act(project, **action):
    queue = Queue(project)
    with project.database.write() as conn:
        if "item" not in action and action["kind"] == "label":
            action["item"] = queue.lease(conn, "s", "me", 1).items[0].item
            action |= {"uid": uuid4().hex, "value": [truth(action["item"])]}
        assert Work(queue, multilabel=False).do(conn, "s", "me", [{"seconds": 1, **action}])[0].status == "stored"
    return action


def play(project, rounds, answers=6):
    orders = []
    for _ in range(rounds):
        run_round(project)
        orders.append(current_ranking(project).order.tolist())
        for _ in range(answers):
            last = act(project, kind="label")
    return orders, last


def notes_of(project):
    return kept_notes(project, build(project.config.strategy).describe(), take_snapshot(project).rows)


def shares_of(project):
    return json.loads((current_folder(project) / "notes.json").read_text())["last"]["shares"]


@NAMES
def test_the_weights_move_from_round_to_round(make, name):
    project = make("a", spec(name))
    shares = []
    for rounds in (2, 1, 1):
        play(project, rounds)
        shares.append(shares_of(project))
    assert len({tuple(each) for each in shares}) == 3
    assert sum(shares[-1]) == pytest.approx(1)
    assert [sorted(note["rows"]) for note in notes_of(project)][-1]  # the newest was answered
    assert all(len(note["rows"]) == 6 == len(note["seen"]) for note in notes_of(project))


def test_a_restart_in_between_changes_nothing(make):
    whole, broken = make("a", spec("albl")), make("b", spec("albl"))
    early, _ = play(broken, 2)
    broken.close()
    again = open_project(broken.folder)
    later, _ = play(again, 2)
    again.close()
    assert early + later == play(whole, 4)[0]


def test_without_new_answers_the_order_and_the_notes_stay(make):
    project = make("a", spec("albl"))
    play(project, 2)
    run_round(project)
    before, notes = current_ranking(project).order.tolist(), notes_of(project)
    assert notes
    run_round(project)
    assert current_ranking(project).order.tolist() == before
    assert notes_of(project) == notes


def test_an_answer_withdrawn_in_time_leaves_no_note(make):
    project = make("a", spec("albl"))
    play(project, 2)
    run_round(project)
    before = notes_of(project)
    given = act(project, kind="label")
    assert len(notes_of(project)) == len(before) + 1
    act(project, kind="undo", uid="back", target=given["uid"])
    assert notes_of(project) == before
    play(project, 1)


def test_notes_of_another_strategy_or_damaged_ones_are_no_harm(make):
    project = make("a", spec("albl"))
    play(project, 3)
    assert notes_of(project)
    assert kept_notes(project, build(spec("hedge")).describe(), take_snapshot(project).rows) == []
    for text in ("", "[]", '{"strategy": 1}'):
        (current_folder(project) / "notes.json").write_text(text)
        assert notes_of(project) == []
    run_round(project)


def test_other_strategies_take_none(make):
    project = make("a", "margin")
    play(project, 2)
    assert not (current_folder(project) / "notes.json").exists()
