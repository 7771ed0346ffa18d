"""What a round may claim: which answers are a random sample, and which rounds can be held against each other."""

import logging
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import insert, select, update

import asknext.labelling.training as training
from asknext.labelling.dashboard import dashboard
from asknext.labelling.measuring import measure
from asknext.labelling.rounds import Past, aligned, keep_predictions, past_rounds
from asknext.labelling.shadow import Shadow, shadow_is_due
from asknext.labelling.snapshot import take_snapshot
from asknext.labelling.tell import tell
from asknext.labelling.training import run_round
from asknext.project.config import Config, Target
from asknext.store.rankings import add_ranking, add_round
from asknext.store.schema import IGNORED, SKIPPED, item


def reserve(project):
    """The control items in the order of the draw."""
    with project.database.read() as conn:
        query = select(item.c.pos).where(item.c.control).order_by(item.c.draw)
        return list(conn.execute(query).scalars())


def others(project):
    with project.database.read() as conn:
        return list(conn.execute(select(item.c.pos).where(~item.c.control)).scalars())


def name(row):
    return "ab"[row % 2]


def say(project, rows, name=name):
    tell(project, {f"id{row}": [name(row)] for row in rows}, annotator="me")


def close(project, row, state):
    with project.database.write() as conn:
        conn.execute(update(item).where(item.c.pos == row).values(state=state))


def add(project, n):
    """Import ``n`` more items."""
    with project.database.write() as conn:
        start = take_snapshot(project).n
        rng = np.random.default_rng(9)
        made = [
            {
                "pos": pos,
                "id": f"id{pos}",
                "hash": (pos + 10**6).to_bytes(16, "big"),
                "content": f"later text number {pos}",
                "draw": rng.random(),
                "control": rng.random() < 0.3,
            }
            for pos in range(start, start + n)
        ]
        conn.execute(insert(item), made)


def past(version, items, seed=0, labels=None):
    table = np.random.default_rng(seed).dirichlet([1, 1, 1], len(items)).astype(np.float32)
    return Past(version, labels or 10 * version, np.asarray(items, dtype=np.int64), table)


def test_labels_beyond_the_first_open_item_of_the_draw_are_no_sample(make_project):
    project = make_project(200, control=0.3)
    drawn = reserve(project)
    say(project, drawn[:6] + drawn[20:40] + others(project)[:10])
    snapshot = take_snapshot(project)
    assert sorted(snapshot.drawn_rows.tolist()) == sorted(drawn[:6])
    assert set(snapshot.rows.tolist()).isdisjoint(drawn)  # picked control items do not train the selection either
    assert (len(snapshot.control_rows), snapshot.all_labels) == (26, 36)
    shown = dashboard(project)
    assert shown["progress"]["control_labels"] == 6
    assert sum(each["control_count"] for each in shown["classes"]) == 6
    assert run_round(project).result["control_labels"] == 6


def test_skipped_and_ignored_items_do_not_end_the_sample_and_are_counted(make_project):
    from asknext.cli.status import _progress

    project = make_project(200, control=0.3)
    drawn = reserve(project)
    say(project, [*drawn[:3], drawn[4], *drawn[6:9]])
    close(project, drawn[3], SKIPPED)
    close(project, drawn[5], IGNORED)
    close(project, drawn[30], SKIPPED)
    assert (len(take_snapshot(project).drawn_rows), take_snapshot(project).passed_over) == (7, 2)
    assert "7 of them drawn at random; 2 of 9 drawn were skipped or ignored" in _progress(
        dashboard(project)["progress"]
    )


def test_where_everything_is_labelled_all_of_the_reserve_measures(make_project):
    project = make_project(80, control=0.3)
    say(project, range(80))
    assert len(take_snapshot(project).drawn_rows) == len(reserve(project))


def test_rounds_are_compared_item_by_item():
    one, two = past(1, range(100)), past(2, [each for each in range(100, 0, -1) if each != 40])
    first, second = aligned([one, two])
    assert first.items.tolist() == second.items.tolist() == [each for each in range(1, 100) if each != 40]
    assert (first.probabilities[0] == one.probabilities[1]).all()
    assert (second.probabilities[0] == two.probabilities[-1]).all()


def test_rounds_with_too_little_in_common_are_left_out():
    assert [each.version for each in aligned([past(1, range(70)), past(2, range(85)), past(3, range(100))])] == [2, 3]
    assert [each.version for each in aligned([past(1, range(12)), past(2, range(12))])] == [2]
    assert aligned([]) == []


@pytest.mark.parametrize("change", [lambda project: close(project, 3, IGNORED), lambda project: add(project, 100)])
def test_training_goes_on_after_the_items_have_changed(make_project, change, caplog):
    project = make_project(200, control=0.3)
    say(project, range(5, 45))
    run_round(project)
    change(project)
    say(project, range(45, 55))
    result = run_round(project).result
    assert result["advice"]["rules"]
    assert not caplog.records


def test_a_round_that_cannot_be_measured_is_published_and_says_so(make_project, monkeypatch, caplog):
    def broken(*_):
        raise ValueError("no such shape")

    project = make_project(60, control=0.3)
    say(project, range(30))
    monkeypatch.setattr(training, "measure", broken)
    with caplog.at_level(logging.ERROR):
        made = run_round(project)
    assert made.version == 1
    assert "could not be measured this time (ValueError: no such shape)" in made.sentence
    assert "could not be measured" in dashboard(project)["advice"]["sentence"]
    assert "could not be measured" in caplog.text
    monkeypatch.undo()
    assert run_round(project).result["advice"]["rules"]


def test_rounds_from_before_an_import_leave_the_curve(make_project):
    project = make_project(100, control=0.3)
    say(project, range(100))
    run_round(project)
    add(project, 300)
    say(project, range(100, 400))
    result = run_round(project).result
    assert [each["n"] for each in result["curve"]] == [len(take_snapshot(project).drawn_rows)]


def test_one_class_is_no_stability(make_project):
    project = make_project(200, control=0.3)
    rows = others(project)
    for number in range(5):
        say(project, rows[number * 8 : number * 8 + 8], lambda _: "a")
        advice = run_round(project).result["advice"]
    assert not advice["stop"]
    said = [each["stop"] for each in advice["rules"] if each["rule"] != "pool_exhausted"]
    assert said
    assert set(said) == {None}


def test_rounds_on_the_same_labels_are_no_stability(make_project):
    project = make_project(200, control=0.3)
    say(project, others(project)[:40])
    for _ in range(5):
        result = run_round(project).result
    assert [each.version for each in past_rounds(project)] == [5]
    assert not result["advice"]["stop"]
    say(project, others(project)[:1], lambda row: "ba"[row % 2])  # as many labels, and another one among them
    run_round(project)
    assert [each.version for each in past_rounds(project)] == [5, 6]


def test_the_newest_rounds_are_never_thinned(make_project):
    project = make_project(20)
    with project.database.write() as conn:
        for number in range(1, 131):
            version = add_ranking(conn, at=0.0, strategy="margin", labels=number, file="none")
            add_round(conn, version=version, at=0.0, labels=number, result={})
            keep_predictions(project, version, np.arange(3), np.ones((3, 2)))
    kept = [each.labels for each in past_rounds(project)]
    assert (len(kept), kept[0], kept[-8:]) == (60, 1, list(range(123, 131)))


@pytest.fixture
def snapshot(make_project):
    project = make_project(400, control=0.3)
    say(project, range(300, 400))
    found = take_snapshot(project)
    drawn = np.array(sorted(reserve(project))[:60], dtype=np.int64)
    return replace(
        found,
        rows=np.setdiff1d(np.arange(400), reserve(project))[:150],
        control_rows=drawn,
        control_targets=drawn % 2,
        drawn_rows=drawn,
        drawn_targets=drawn % 2,
    )


def rounds(snapshot, sizes, wrong):
    """Rounds of ``sizes`` labels, wrong on the first ``wrong`` drawn items each."""
    made = []
    for version, (size, missed) in enumerate(zip(sizes, wrong, strict=True), 1):
        codes = snapshot.drawn_targets.copy()
        codes[:missed] = 1 - codes[:missed]
        table = np.eye(3, dtype=np.float32)[codes]
        made.append(Past(version, size, snapshot.drawn_rows, table))
    return made


def shadow(snapshot, m):
    made = rounds(snapshot, [5, 10, 20, 40], [30, 24, 20, 18])
    return Shadow(
        snapshot.drawn_rows[:m],
        np.array([each.labels for each in made]),
        np.stack([p.probabilities for p in made])[:, :m],
    )


def test_what_was_saved_follows_every_round_and_pairs_the_items(snapshot):
    past = rounds(snapshot, [20, 40, 60, 80, 100], [24, 20, 18, 16, 12])
    config = Config()
    early = measure(config, snapshot, past[:4], shadow(snapshot, 55))
    late = measure(config, snapshot, past, shadow(snapshot, 55))
    assert early["saved"] != late["saved"]
    assert {each["n"] for each in late["curve"]} == {60}
    assert {each["n"] for each in late["shadow"]["points"]} == {55}
    swapped = replace(snapshot, drawn_targets=1 - snapshot.drawn_targets)  # relabelled: the shadow is scored anew
    points = measure(config, swapped, past, shadow(snapshot, 55))["shadow"]["points"]
    assert points[-1]["score"] == pytest.approx(1 - late["shadow"]["points"][-1]["score"])


def test_a_shadow_is_due_with_a_tenth_more_answers(snapshot):
    assert shadow_is_due(snapshot, None)
    assert shadow_is_due(snapshot, shadow(snapshot, 54))
    assert not shadow_is_due(snapshot, shadow(snapshot, 55))


def test_labels_needed_count_the_answers_on_control_items(snapshot):
    past = rounds(snapshot, [20, 40, 80, 120, 150], [40, 30, 22, 18, 16])
    target = Target("accuracy", 0.85)
    without = measure(Config(target=target, control=0.0), snapshot, past, None)["needed"]
    found = measure(Config(target=target, control=0.3), snapshot, past, None)["needed"]
    assert len(snapshot.rows) == 150
    assert found["estimate"] == pytest.approx(without["estimate"] * 210 / 150, rel=0.1, abs=2)
    assert found["estimate"] > without["estimate"]
    assert "Answers on control items are counted in." in found["sentence"]


def test_the_first_import_fixes_the_reserve(tmp_path):
    from asknext.project.folder import create_project
    from asknext.project.importing import import_data

    for number in range(2):
        lines = [f"{n},text number {n}" for n in range(number * 300, number * 300 + 300)]
        (tmp_path / f"{number}.csv").write_text("\n".join(["id,text", *lines]))
    with create_project(tmp_path / "p", Config(control=0.1)) as project:
        import_data(project, [tmp_path / "0.csv"])
        project.change_config(replace(project.config, control=0.5))
        import_data(project, [tmp_path / "1.csv"])
        with project.database.read() as conn:
            draws = conn.execute(select(item.c.control, item.c.draw)).all()
    assert all(control == (draw < 0.1) for control, draw in draws)
