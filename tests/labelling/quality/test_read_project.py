import numpy as np
import pytest
from tests.labelling.quality.conftest import truth

from asknext.errors import ProjectError
from asknext.labelling.quality.read_project import studied
from asknext.project.team_config import Overlap
from asknext.store.quality_rows import ACCEPTED

pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")


def test_labels_answers_and_gold_become_arrays(begin):
    story = begin(8, ["dry", "wet"], overlap=Overlap(labels=2))
    story.say("ann", 2, "dry", seconds=3.0)
    story.say("bob", 2, "dry")
    story.say("ann", 3, "wet")
    story.say("bob", 3, "dry")
    story.say("cat", 4, "dry")
    story.do("boss", "gold", 5, [story.ids["wet"]])
    story.say("ann", 5, "wet")
    found = studied(story.project, model=False)
    assert found.ids[:3] == ("i0", "i1", "i2")
    assert found.items.tolist() == [0, 1, 2, 3, 4, 5]
    assert found.labels[:3].tolist() == [0, 1, 0]
    assert found.has_label.tolist() == [True, True, True, False, False, False]
    assert found.gold.tolist() == [-1, -1, -1, -1, -1, 1]
    assert found.annotators == ["ann", "bob", "cat", "import"]
    table = found.votes.matrix()
    assert table.tolist() == [
        [-1, -1, -1, 0],
        [-1, -1, -1, 1],
        [0, 0, -1, -1],
        [1, 0, -1, -1],
        [-1, -1, 0, -1],
        [1, -1, -1, -1],
    ]
    assert found.vote_seconds[found.votes.items == 2][0] == 3.0
    assert found.group_names == ["north", "south"]
    assert found.total == 8
    assert found.why_not == "The model was not asked for."


def test_an_accepted_label_is_settled_until_it_changes(begin):
    story = begin(6, ["dry", "wet"])
    uid = story.do("me", "unflag", 0, reason=ACCEPTED)
    assert studied(story.project, model=False).settled.tolist() == [True, False]
    story.do("me", "undo", None, target=uid)
    assert studied(story.project, model=False).settled.tolist() == [False, False]
    story.do("me", "unflag", 0, reason=ACCEPTED)
    story.say("me", 0, "wet", stream="list")
    found = studied(story.project, model=False)
    assert found.settled.tolist() == [False, False]
    assert found.labels.tolist() == [1, 1]


def test_nobody_but_a_reviewer_takes_a_label_off_the_list(begin):
    story = begin(6, ["dry", "wet"])
    event = {"uid": "mine", "kind": "unflag", "item": 0, "reason": ACCEPTED}
    [outcome] = story.desk.do("page", "ann", [event], allowed={"label", "unflag"}).result()
    assert outcome["status"] == "refused"
    assert "reviewer" in outcome["message"]
    [outcome] = story.desk.do("page", "rev", [event], allowed={"unflag", "accept"}).result()
    assert outcome["status"] == "stored"
    assert studied(story.project, model=False).settled.tolist() == [True, False]


def test_several_classes_an_item_are_decisions(begin):
    story = begin(4, task="multi_label", overlap=Overlap(labels=2))
    story.do("ann", "label", 0, [story.ids["dry"]])
    story.do("bob", "label", 0, [story.ids["dry"], story.ids["wet"]])
    found = studied(story.project, model=False)
    assert (found.votes.n_items, found.votes.n_classes) == (2, 2)
    assert found.votes.matrix().tolist() == [[1, 1], [0, 1]]
    assert found.rows_of_decisions(np.array([0, 1])).tolist() == [0, 0]


def test_a_model_judges_what_it_has_not_seen_and_is_not_asked_twice(begin, monkeypatch):
    story = begin(60, [truth(at) for at in range(40)])
    found = studied(story.project)
    assert len(found.judged) == 40
    assert (found.probabilities.argmax(axis=1) == found.labels).mean() > 0.9
    monkeypatch.setattr("asknext.quality.label_errors.out_of_sample", None)
    assert (studied(story.project).probabilities == found.probabilities).all()


def test_too_little_is_said_and_nothing_is_an_error(begin):
    story = begin(6, ["dry", "wet"])
    assert "needs 20 labelled items" in studied(story.project).why_not
    with pytest.raises(ProjectError, match="Nothing is labelled"):
        studied(begin(3).project)
