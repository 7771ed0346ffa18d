import pytest
from tests.labelling.quality.conftest import truth

from asknext.labelling.quality.asking_again import ask_again
from asknext.labelling.quality.report import quality_report
from asknext.project.quality_config import ReaskConfig
from asknext.store.browse import item_rows
from asknext.store.schema import LABELLED, OPEN

pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")


def answered(story, people=("ann", "bob")):
    for at in range(40):
        name = truth(at) if at not in (6, 9) else ("wet", "dry")[at % 2]
        story.say(people[at % len(people)], at, name)


def state(story, which):
    with story.project.database.read() as conn:
        row = item_rows(conn, [which])[which]
    return row.state, row.wanted


def test_the_most_doubtful_labels_are_asked_of_somebody_else_at_the_set_rate(begin):
    story = begin(40, reask=ReaskConfig(rate=0.05))
    answered(story)
    assert ask_again(story.project) == 2
    assert {state(story, 6), state(story, 9)} == {(OPEN, 2)}
    assert ask_again(story.project) == 0

    story.desk.refresh()
    leased = story.desk.lease("page of ann", "ann", 5, []).result()["items"]
    assert {one["item"] for one in leased} == {9}, "her own answer was on 6"
    story.say("ann", 9, truth(9))
    story.say("bob", 6, truth(6))
    section = quality_report(story.project, ["reask"])["sections"][0]
    assert section["numbers"]["asked_again"] == 2


def test_nothing_is_asked_again_of_one_person_alone_or_without_a_rate(begin):
    alone = begin(40, reask=ReaskConfig(rate=0.05))
    answered(alone, ("ann",))
    assert ask_again(alone.project) == 0
    assert state(alone, 6) == (LABELLED, None)
    team = begin(40)
    answered(team)
    assert ask_again(team.project) == 0
