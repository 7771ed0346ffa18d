"""Worked numbers of who did what."""

import datetime

import pytest
from tests.labelling.conftest import Clock

from asknext.labelling.activity import Activity
from asknext.labelling.people_numbers import Excerpt, people_numbers
from asknext.labelling.queue_numbers import queue_numbers
from asknext.project.config import Price
from asknext.store.events import append_event

DAY = 86_400.0
START = Clock().now - Clock().now % DAY + 3600.0


class Log:
    """Writes events as they are told."""

    def __init__(self, project):
        self.project, self.count, self.activity = project, 0, Activity()

    def add(self, annotator, kind, item, *, day=0, seconds=None, stream="strategy", **more):
        self.count += 1
        with self.project.database.write() as conn:
            values = {"value": '["c1"]' if kind == "label" else None, "session": annotator, "seconds": seconds, **more}
            common = {"uid": f"u{self.count}", "at": START + DAY * day + self.count, "annotator": annotator}
            return append_event(conn, **common, item=item, kind=kind, stream=stream, **values)

    def numbers(self, price=None, needed=None, labelled=0, **asked):
        with self.project.database.read() as conn:
            self.activity.follow(conn)
        arguments = {"labelled": labelled, "needed": needed or {}, "zone": datetime.UTC}
        return people_numbers(self.activity, price or Price(), Excerpt(**asked), **arguments)


@pytest.fixture
def log(make_project):
    return Log(make_project(50))


def person(found, name):
    return next(each for each in found["people"] if each["name"] == name)


def test_seconds_are_quartiles_and_pauses_are_no_time(log):
    for item, seconds in enumerate([1.0, 2.0, 3.0, 4.0, 5.0, 3000.0]):
        log.add("ann", "label", item, seconds=seconds)
    log.add("ann", "skip", 9, seconds=15.0)
    log.add("ben", "label", 10)
    found = log.numbers()
    ann = person(found, "ann")
    assert (ann["labels"], ann["skips"], ann["pauses"]) == (6, 1, 1)
    assert (ann["low_seconds"], ann["median_seconds"], ann["high_seconds"]) == (2.0, 3.0, 4.0)
    assert ann["hours"] == pytest.approx(30 / 3600)
    assert ann["labels_per_hour"] == pytest.approx(720)
    assert person(found, "ben")["median_seconds"] is None
    assert found["total"]["labels"] == 7


def test_labels_a_day_of_each_person_on_days_without_a_gap(log):
    for day, who in [(0, "ann"), (0, "ben"), (2, "ann"), (2, "ann")]:
        log.add(who, "label", log.count, day=day)
    found = log.numbers()
    assert len(found["days"]) == 3
    assert found["days"][0] == datetime.datetime.fromtimestamp(START, datetime.UTC).date().isoformat()
    assert found["series"] == [{"name": "ann", "labels": [1, 0, 2]}, {"name": "ben", "labels": [1, 0, 0]}]


def test_many_people_are_drawn_as_the_busiest_and_all_others(log):
    for number in range(14):
        for _ in range(2 if number < 12 else 1):
            log.add(f"p{number:02}", "label", log.count)
    series = log.numbers()["series"]
    assert len(series) == 13
    assert series[-1] == {"name": None, "labels": [2]}


def test_what_was_undone_came_late_or_from_a_file_does_not_count(log):
    first = log.add("ann", "label", 1)
    log.add("ann", "label", 2)
    log.add("ann", "label", 3, current=False)
    log.add("file", "label", 4, stream="import")
    assert person(log.numbers(), "ann")["labels"] == 2
    log.add("ann", "undo", 1, undoes=first)  # seen after the numbers were asked for once
    found = log.numbers()
    assert person(found, "ann")["labels"] == 1
    assert found["annotators"] == ["ann"]


def test_a_review_is_about_whoever_answered_last(log):
    for item in range(4):
        log.add("ann", "label", item)
    log.add("ben", "label", 3)
    for item, kind in enumerate(["accept", "reject", "correct", "accept"]):
        log.add("rev", kind, item)
    found = log.numbers()
    ann = person(found, "ann")
    assert (ann["accepted"], ann["rejected"], ann["corrected"]) == (1, 1, 1)
    assert ann["rejection_rate"] == pytest.approx(2 / 3)
    assert person(found, "ben")["rejection_rate"] == 0
    assert person(found, "rev")["reviews_made"] == 4
    assert found["total"]["rejection_rate"] == pytest.approx(0.5)


def test_a_person_and_a_period_are_asked_for(log):
    for day in range(4):
        log.add("ann", "label", day, day=day)
        log.add("ben", "label", 10 + day, day=day)
    log.add("rev", "reject", 0, day=3)
    found = log.numbers(annotator="ann", since=START + DAY, until=START + 3 * DAY)
    assert [each["name"] for each in found["people"]] == ["ann"]
    assert (found["total"]["labels"], len(found["days"])) == (2, 2)
    assert found["cost"] is None
    assert log.numbers(annotator="ann")["total"]["rejected"] == 1
    assert log.numbers(annotator="ben")["total"]["rejected"] == 0
    assert log.numbers(annotator="nobody")["people"] == []


def test_cost_so_far_and_to_the_target(log):
    for item in range(10):
        log.add("ann", "label", item, seconds=36.0)
    needed = {"estimate": 20.0, "low": 10.0, "high": None, "target": 0.9}
    cost = log.numbers(Price(per_label=0.05, per_hour=30.0), needed, labelled=5)["cost"]
    assert cost["unit"] == "money"
    assert cost["so_far"] == pytest.approx(10 * 0.05 + 0.1 * 30)
    assert cost["per_label"] == pytest.approx(0.7)
    assert cost["to_target"] == {"estimate": pytest.approx(14.0), "low": pytest.approx(7.0), "high": None}
    hours = log.numbers(needed=needed, labelled=5)["cost"]
    assert (hours["unit"], hours["so_far"]) == ("hours", pytest.approx(0.1))


def test_a_machine_is_nobody_who_is_paid(log):
    log.add("ann", "label", 1, seconds=2.0)
    log.add("machine:m", "label", 2, seconds=9.0, stream="machine")
    found = log.numbers(Price(per_label=1.0))
    assert person(found, "machine:m")["machine"]
    assert person(found, "machine:m")["cost"] is None
    assert (found["total"]["labels"], found["total"]["cost"]) == (1, 1.0)


def test_the_queue_says_what_waits_for_whom(log):
    project = log.project
    log.add("ann", "label", 1, seconds=36.0)
    log.add("ann", "question", 2)
    log.add("ben", "question", 3)
    log.add("rev", "resolve", 3)
    log.numbers()
    with project.database.write() as conn:
        conn.exec_driver_sql("UPDATE item SET state = 4 WHERE pos = 1")
        conn.exec_driver_sql("UPDATE item SET state = 6 WHERE pos = 2")
        conn.exec_driver_sql("UPDATE item SET votes = 1 WHERE pos IN (5, 6)")
        for item, session, expires in [(7, "a", 60.0), (8, "a", 60.0), (9, "b", -60.0)]:
            values = f"({item}, '{session}', '{session}', {START - 30}, {START + expires}, 'strategy')"
            conn.exec_driver_sql(
                f"INSERT INTO lease (item, session, annotator, taken, expires, stream) VALUES {values}"
            )
        found = queue_numbers(conn, log.activity, None, START)
    assert {name: found[name] for name in ("open", "started", "review", "disputed", "leased", "stale")} == {
        "open": 48,
        "started": 2,
        "review": 1,
        "disputed": 1,
        "leased": 2,
        "stale": 1,
    }
    assert found["holders"] == [{"name": "a", "held": 2, "seconds": 30.0}]
    assert (found["questions"], found["ahead"]) == (1, None)
    assert found["hours_left"] == pytest.approx(48 * 36 / 3600)
