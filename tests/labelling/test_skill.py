"""The weights of answers: measured against what is known to be right."""

import json

import pytest
from tests.labelling.bench import Team

from asknext.labelling.policy import Policy
from asknext.labelling.skill import measure_skills, measured_skills
from asknext.project.team_config import Overlap


def test_skills_are_measured_on_gold_on_reviews_and_on_the_consensus_of_three(make_project, clock):
    team = Team(make_project(20, control=0.0, overlap=Overlap(labels=3)), clock)
    for which in range(5):
        team.do("boss", "gold", which, ["c1"])
        team.say("ann", which, "c1"), team.say("bob", which, "c2")
    for who, value in (("ann", "c1"), ("bob", "c2"), ("cat", "c1")):
        team.say(who, 5, value)
    team.say("ann", 6, "c1"), team.do("rev", "correct", 6, ["c2"])  # not closed yet: it has one answer of three
    with team.project.database.write() as conn:
        assert measured_skills(conn) is None
        found = measure_skills(conn)
        assert measured_skills(conn) == found
    assert found["ann"] == pytest.approx((6 + 4) / (6 + 5), abs=1e-4)
    assert found["bob"] == pytest.approx((0 + 4) / (6 + 5), abs=1e-4)
    assert found["cat"] == pytest.approx((1 + 4) / (1 + 5), abs=1e-4)


def test_the_measured_skill_weighs_the_next_answers(make_project, clock):
    team = Team(make_project(30, control=0.0, overlap=Overlap(labels=3)), clock)
    for which in range(20):
        team.do("boss", "gold", which, ["c1"])
        team.say("ann", which, "c1")
        for who in ("bob", "cat"):
            team.say(who, which, "c1" if which % 3 == 0 else "c2")
    with team.project.database.write() as conn:
        measure_skills(conn)
    for who, value in (("ann", "c1"), ("bob", "c2"), ("cat", "c2")):
        team.say(who, 25, value)
    assert team.value(25) == "c1"


def test_who_annotates_is_measured_by_agreement_and_not_by_ids_or_the_last_pixel(make_project, clock):
    team = Team(make_project(10, task="spans", control=0.0, overlap=Overlap(labels=2)), clock)

    def spans(prefix, *ends):
        said = [{"type": "span", "start": 0, "end": end, "class": "c1", "id": f"{prefix}{end}"} for end in ends]
        return {"annotations": said}

    for which in range(5):
        team.do("boss", "gold", which, spans("g", 1, 3))
        team.do("ann", "label", which, spans("a", 3, 1)), team.do("bob", "label", which, spans("b", 1, 2))
    with team.project.database.write() as conn:
        found = measure_skills(conn, Policy.of(team.project.config))
        json.dumps(found)
    assert found["ann"] == pytest.approx((5 + 4) / (5 + 5))
    assert found["bob"] == pytest.approx((2.5 + 4) / (5 + 5))
