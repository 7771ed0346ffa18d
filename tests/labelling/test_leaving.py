"""What somebody alone could answer is anybody's as soon as they have left."""

import pytest
from sqlalchemy import update
from tests.labelling.bench import Team

from asknext.labelling.leaving import give_up_items
from asknext.project.team_config import Review
from asknext.store.schema import item

pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")


@pytest.fixture
def team(make_project, clock):
    return Team(make_project(2, control=0.0, review=Review(share=1.0)), clock)


def leave(team, who):
    return team.write(lambda conn: give_up_items(conn, team.queue.policy, who, by="boss", now=2.0)).result()


def test_what_was_given_back_is_asked_of_others_and_looked_at_again(team):
    team.say("ann", 0)
    team.do("rev", "reject", 0, reason="no")
    team.say("ann", 1)
    assert leave(team, "bob") == 0
    assert team.next("bob") is None
    assert leave(team, "ann") == 1
    assert (team.state(0), team.row(0).assigned) == ("open", None)
    assert team.next("bob") == 0
    team.say("bob", 0, "c2")
    assert (team.state(0), team.value(0)) == ("review", "c2")
    team.do("rev", "reject", 0, reason="no")
    assert (team.state(0), team.row(0).assigned) == ("rejected", "bob")


def test_what_was_assigned_is_everybodys(team):
    with team.project.database.write() as conn:
        conn.execute(update(item).values(assigned="ann"))
    team.restart()
    assert team.next("bob") is None
    assert leave(team, "ann") == 2
    assert team.next("bob") is not None


def test_it_is_said_whom_the_last_items_wait_for(team):
    for which in (0, 1):
        team.say("ann", which)
        team.do("rev", "reject", which, reason="no")
    assert team.lease("bob").waiting == "2 items wait for their annotator."
    team.say("ann", 1)
    assert team.lease("bob").waiting == "1 item waits for its annotator."
    team.say("ann", 0)
    assert team.lease("bob").waiting == "Every item has an answer."
