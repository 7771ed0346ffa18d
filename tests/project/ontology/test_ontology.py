import pytest

from asknext.project.ontology import arranged
from asknext.store.attribute import Attribute, AttributeChoice
from asknext.store.classes import LabelClass


def one(id, name=None, position=0, **more):
    return LabelClass(id, name or id, None, None, position, **more)


@pytest.fixture
def animals():
    size = Attribute("q1", "Size", "one", (AttributeChoice("o1", "small"), AttributeChoice("o2", "large")))
    return arranged(
        [
            one("c1", "Animal", 0, heading=True, attributes=(size,)),
            one("c2", "Cat", 2, parent="c1"),
            one("c3", "Dog", 1, parent="c1"),
            one("c4", "Thing", 3),
            one("c5", "Kitten", 4, retired=1.0, merged_into="c6"),
            one("c6", "Pussy cat", 5, retired=2.0, merged_into="c2"),
            one("c7", "Ghost", 6, retired=3.0),
        ]
    )


def test_classes_stand_after_their_parent_and_their_elder_siblings(animals):
    assert [each.id for each in animals.classes] == ["c1", "c3", "c2", "c4", "c5", "c6", "c7"]
    assert [each.position for each in animals.classes] == list(range(7))
    assert [each.id for each in animals.choosable] == ["c3", "c2", "c4"]
    assert [each.name for each in animals.path("c2")] == ["Animal", "Cat"]
    assert [each.id for each in animals.children("c1")] == ["c3", "c2"]
    assert [each.name for each in animals.questions("c2")] == ["Size"]


@pytest.mark.parametrize(
    ("value", "means"),
    [
        (["c2"], ["c2"]),
        (["c5"], ["c2"]),  # merged, and what it was merged into was merged too
        (["c4", "c5", "c6"], ["c2", "c4"]),  # once each, in the order of the classes
        ([], []),
        (["c7"], None),  # deleted
        (["c2", "c7"], None),
        (["c1"], None),  # a heading now
        ({"classes": ["c5"], "attributes": {"q1": "o1"}}, ["c2"]),
        (["never heard of"], ["never heard of"]),
    ],
)
def test_what_an_answer_of_any_time_means(animals, value, means):
    assert animals.meaning(value) == means


def test_where_an_answer_named_a_heading_only_the_classes_below_it_are_asked(animals):
    assert animals.narrowed(["c1"]) == ["c3", "c2"]
    assert animals.narrowed(["c7"]) is None
    assert animals.narrowed(["c2"]) is None
    assert animals.lost(["c2", "c7"]).name == "Ghost"


def test_classes_merged_in_a_circle_mean_nothing():
    circle = arranged([one("c1", retired=1.0, merged_into="c2"), one("c2", retired=1.0, merged_into="c1")])
    assert circle.meaning(["c1"]) is None


def test_a_class_whose_parent_is_gone_stands_at_the_top():
    tree = arranged([one("c1", retired=1.0), one("c2", position=1, parent="c1"), one("c3", position=2, parent="c9")])
    assert [(each.id, each.parent) for each in tree.live] == [("c2", None), ("c3", None)]


@pytest.mark.parametrize("name", ["Cat", "cat ", "CAT", "  cAt", "C\u200bat"])
def test_a_class_is_found_however_it_is_spelt(animals, name):
    assert animals.named(name).id == "c2"


def test_a_composed_letter_and_its_parts_are_one_name():
    assert arranged([one("c1", "Caf\u00e9")]).named("cafe\u0301").id == "c1"
