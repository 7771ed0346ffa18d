"""Labelling functions on the items of a project."""

import json

import numpy as np
import pytest

from asknext.errors import ProjectError
from asknext.labelling.tell import tell
from asknext.labelling.weak import give_machine_answers, weak_study
from asknext.labelling.weak.viewed import _item
from asknext.quality.weak import LabellingFunction
from asknext.store.events import labels_on

ODD = LabellingFunction("odd", lambda item: "a" if int(item["text"].split()[-1]) % 2 else None)
EVEN = LabellingFunction("even", lambda item: None if int(item["text"].split()[-1]) % 2 else "b")
HALF = LabellingFunction("half", lambda item: "a" if int(item["text"].split()[-1]) < 20 else None)


def test_what_functions_see_of_each_kind_of_content():
    assert _item("i", "hello", '{"length": 5}', "text") == {"length": 5, "text": "hello", "id": "i"}
    assert _item("i", "a/b.png", None, "image") == {"image": "a/b.png", "id": "i"}
    row = _item("i", json.dumps({"height": 3, "sex": None, "name": "Io"}), None, "row")
    assert row == {"height": 3, "sex": None, "name": "Io", "id": "i", "text": "3 Io"}
    assert _item("i", '{"text": "own"}', None, "row")["text"] == "own"


def test_soft_labels_of_labelled_items_are_what_functions_alone_say(make_project):
    """People call everything c: whoever had learnt that would say it of these items."""
    project = make_project(40)
    tell(project, {f"id{at}": ["c"] for at in range(10)}, annotator="me")
    found = weak_study(project, [ODD, EVEN, HALF])
    assert found.truth.tolist() == [2] * 10 + [-1] * 30
    assert (found.soft.probabilities[:10].argmax(axis=1) != 2).all()
    assert float(found.right.value) == 0.0
    assert int(found.right.tries) == 10
    np.testing.assert_allclose(found.analysis.accuracy.value, 0.0)
    assert all(query.row >= 10 for query in found.queries)


def test_a_machine_counts_only_where_the_project_says_so(make_project):
    for machines, labelled in ((False, 0), (True, 1)):
        project = make_project(5, overlap={"machines": machines} if machines else {})
        assert give_machine_answers(project, {3: project.classes[0].id}, annotator="rules") == 1
        assert give_machine_answers(project, {3: project.classes[0].id}, annotator="rules") == 0
        assert give_machine_answers(project, {3: project.classes[1].id}, annotator="rules") == 1
        with project.database.read() as conn:
            assert len(labels_on(conn, [3])) == labelled


def test_projects_of_several_classes_an_item_are_refused(make_project):
    with pytest.raises(ProjectError, match="any number of classes"):
        weak_study(make_project(3, task="multi-label"), [ODD])
