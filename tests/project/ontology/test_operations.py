import pytest

from asknext.errors import InputError
from asknext.project.ontology import arranged
from asknext.project.ontology.checked import DEEPEST
from asknext.project.ontology.ids import Ids
from asknext.project.ontology.ontology_file import parse_ontology, written_ontology
from asknext.project.ontology.operations import changed
from asknext.store.classes import LabelClass


def chain(length, first=1):
    """Classes one below the other."""
    ids = [f"c{first + place}" for place in range(length)]
    return [
        LabelClass(id, id, None, None, place, parent=parent)
        for place, (id, parent) in enumerate(zip(ids, [None, *ids], strict=False))
    ]


def test_classes_stand_no_deeper_than_their_file_can_be_read():
    deepest = arranged(chain(DEEPEST))
    assert parse_ontology(written_ontology(deepest)).classes[0].name == "c1"
    with pytest.raises(InputError, match="20 deep at most; 'new' would stand deeper"):
        changed(deepest, {"do": "add", "name": "new", "parent": f"c{DEEPEST}"}, Ids(deepest.classes), 1.0)
    two = arranged([*chain(12), *chain(9, first=13)])
    with pytest.raises(InputError, match="deep at most"):
        changed(two, {"do": "move", "class": "c13", "parent": "c12"}, Ids(two.classes), 1.0)
    assert changed(two, {"do": "move", "class": "c13", "parent": "c11"}, Ids(two.classes), 1.0).path("c21")
