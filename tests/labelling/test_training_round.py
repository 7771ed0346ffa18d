import json

import numpy as np
import pytest
from sqlalchemy import insert, select

from asknext.errors import AsknextError, ProjectError
from asknext.labelling.dashboard import dashboard
from asknext.labelling.external import publish_external_ranking
from asknext.labelling.queue import Queue
from asknext.labelling.ranking import current_ranking
from asknext.labelling.rounds import past_rounds
from asknext.labelling.training import run_round
from asknext.labelling.work import Work
from asknext.project.config import ClassConfig, Config, Target
from asknext.project.folder import create_project
from asknext.store.rankings import all_rounds
from asknext.store.schema import item

pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")

WORDS = {"c1": "goal match team league player", "c2": "bank market stock price trade"}


@pytest.fixture
def project(tmp_path):
    classes = (ClassConfig("sport"), ClassConfig("money"))
    made = create_project(tmp_path / "p", Config(classes=classes, control=0.3, target=Target("accuracy", 0.9)))
    rng = np.random.default_rng(0)
    with made.database.write() as conn:
        conn.execute(insert(item), [row(pos, rng) for pos in range(240)])
    yield made
    made.close()


def truth(pos):
    return "c1" if pos % 2 else "c2"


def row(pos, rng):
    words = " ".join(rng.choice(WORDS[truth(pos)].split(), 4))
    content = f"{words} {pos}"
    return {
        "pos": pos,
        "id": str(pos),
        "hash": pos.to_bytes(16, "big"),
        "content": content,
        "draw": rng.random(),
        "control": bool(rng.random() < 0.3),
    }


def answer(project, number):
    queue = Queue(project)
    work = Work(queue, multilabel=False)
    asked = []
    with project.database.write() as conn:
        for _ in range(number):
            which = queue.lease(conn, "s", "me", 1).items[0].item
            given = {"uid": f"u{which}", "kind": "label", "item": which, "value": [truth(which)], "seconds": 2}
            assert work.do(conn, "s", "me", [given])[0].status == "stored"
            asked.append(which)
    return asked


def control_rows(project):
    with project.database.read() as conn:
        return set(conn.execute(select(item.c.pos).where(item.c.control)).scalars())


def test_rounds_order_the_queue_and_measure_it_without_bias(project):
    first = run_round(project)
    assert (first.labels, first.version) == (0, 1)
    asked, reserve = [], control_rows(project)
    for _ in range(3):
        asked += answer(project, 16)
        last = run_round(project)
    ranking = current_ranking(project)
    assert set(ranking.order.tolist()) == set(range(240)) - set(asked) - reserve
    assert last.labels == len(set(asked) - reserve)
    assert ranking.guess(asked[0])[0][0] == truth(asked[0])
    assert ranking.sentence(int(ranking.order[0]))
    points = last.result["curve"]
    assert [each["n"] for each in points] == [len(set(asked) & reserve)] * 3  # old rounds on today's answers
    assert [each["labels"] for each in points] == sorted(each["labels"] for each in points)
    assert points[-1]["low"] < points[-1]["score"] <= points[-1]["high"]
    assert len(last.result["contradiction"]) == 2
    assert {each["rule"] for each in last.result["advice"]["rules"]} >= {"target_metric", "any_of"}
    shown = dashboard(project)
    json.dumps(shown, allow_nan=False)
    assert shown["progress"]["control_labels"] == len(set(asked) & reserve)
    assert shown["curve"] == points


def test_the_same_answers_give_the_same_order(project):
    answer(project, 20)
    run_round(project)
    before = np.array(current_ranking(project).order)
    run_round(project)
    assert (current_ranking(project).order == before).all()


def test_an_order_from_outside_stays_until_it_is_taken_back(project):
    answer(project, 20)
    run_round(project)
    free = [row for row in range(240) if row not in control_rows(project)]
    lines = [json.dumps({"id": str(row), "score": row}).encode() for row in free]
    publish_external_ranking(project, lines)
    result = run_round(project)
    order = np.array(current_ranking(project).order)
    assert result.strategy == "external"
    assert (np.diff(order) < 0).all()


def test_lost_arrays_are_no_harm(project):
    import shutil

    answer(project, 20)
    run_round(project)
    shutil.rmtree(project.arrays)
    assert past_rounds(project) == []
    assert current_ranking(project) is None
    assert run_round(project).version == 2


def test_nothing_to_learn_from(make_project):
    with pytest.raises(ProjectError, match="import items first"):
        run_round(make_project(0))


def test_a_round_that_cannot_be_run_publishes_nothing(project):
    project.change_config(Config(classes=project.config.classes, strategy="no_such_strategy"))
    with pytest.raises(AsknextError, match="no_such_strategy"):
        run_round(project)
    with project.database.read() as conn:
        assert all_rounds(conn) == []
    assert list(project.arrays.glob("ranking-*")) == []


@pytest.mark.parametrize("name", ["cvirs", "mmc", "adaptive", "label_cardinality_inconsistency", "audi"])
def test_a_project_of_several_labels_is_ordered_by_what_compares_sets_of_them(tmp_path, name):
    classes = (ClassConfig("sport"), ClassConfig("money"))
    made = create_project(tmp_path / "p", Config(classes=classes, control=0, task="multi_label", strategy=name))
    rng, several = np.random.default_rng(0), [["c1"], ["c2"], [], ["c1", "c2"]]
    with made.database.write() as conn:
        conn.execute(insert(item), [{**row(pos, rng), "control": False} for pos in range(60)])
    queue = Queue(made)
    work = Work(queue, multilabel=True)
    with made.database.write() as conn:
        for number in range(24):
            which = queue.lease(conn, "s", "me", 1).items[0].item
            given = {"uid": f"u{which}", "kind": "label", "item": which, "value": several[number % 4], "seconds": 2}
            assert work.do(conn, "s", "me", [given])[0].status == "stored"
    assert run_round(made).strategy == name
    ranking = current_ranking(made)
    assert len(ranking.order) == 36
    assert not any("far" in reason or "group" in reason for reason in ranking.meta["reasons"][:3])
    made.close()
