import pytest

from asknext.errors import InputError, UnknownName
from asknext.labelling.vocabulary import Vocabulary
from asknext.store.attribute import Attribute, AttributeChoice
from asknext.store.classes import LabelClass

COLOUR = Attribute("q1", "Colour", "one", (AttributeChoice("o1", "red"), AttributeChoice("o2", "blue")), required=True)
SHADES = Attribute(
    "q2",
    "Shades",
    "several",
    (AttributeChoice("o3", "dark"), AttributeChoice("o4", "light")),
    only_if=(("q1", ("o1",)),),
)
AGE, NOTE = Attribute("q3", "Age", "number"), Attribute("q4", "Note", "text")


@pytest.fixture
def vocabulary():
    classes = [
        LabelClass("c1", "Animal", None, None, 0, heading=True, attributes=(AGE,)),
        LabelClass("c2", "Cat", None, None, 1, parent="c1", attributes=(COLOUR, SHADES, NOTE)),
        LabelClass("c3", "Dog", None, None, 2),
        LabelClass("c4", "Old", None, None, 3, retired=1.0, merged_into="c3"),
    ]
    return Vocabulary(classes, False)


def said(**attributes):
    return {"classes": ["c2"], "attributes": attributes}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (["c3"], ["c3"]),
        ({"classes": ["c3"]}, ["c3"]),
        ({"classes": ["c3"], "attributes": {}}, ["c3"]),
        (["c4"], ["c4"]),  # a class that was merged meanwhile: the answer is kept as it was given
        (said(q1="o2"), said(q1="o2")),
        (said(q1=["o2"]), said(q1="o2")),
        (said(q1="o1", q2=["o4", "o3", "o4"]), said(q1="o1", q2=["o3", "o4"])),
        (said(q1="o2", q2=["o3"]), said(q1="o2")),  # not asked of something blue
        (said(q3=3.5, q1="o1", q4="  fat "), said(q3=3.5, q1="o1", q4="fat")),
        (said(q1="o1", q4="", q2=[]), said(q1="o1")),
    ],
)
def test_a_value_has_one_form(vocabulary, given, kept):
    assert vocabulary.check(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        None, "c3", 3, {"c3": 1}, [3], ["c3", "c2"], [], ["c9"], {"classes": "c3"}, said(), said(q1="o3"), said(q1=3),
        said(q1=["o1", "o2"]), said(q1="o1", q3=True), said(q1="o1", q3="3"), said(q1="o1", q3=float("nan")),
        said(q1="o1", q4=3), said(q1="o1", q4="a\0b"), said(q1="o1", q4="x" * 5001), said(q1="o1", q9="gone"),
        said(q1="o1", q2={"o3": 1}),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(vocabulary, given):
    with pytest.raises((InputError, UnknownName)):
        vocabulary.check(given)


def test_an_answer_by_the_classes_of_before_is_kept_whatever_they_ask_now(vocabulary):
    assert vocabulary.check(["c2"], current=False) == ["c2"]
    assert vocabulary.check(said(q9="gone"), current=False) == said(q9="gone")
    assert vocabulary.check(said(q9={"deep": []}), current=False) == ["c2"]


def test_several_classes_keep_the_order_of_the_tree():
    classes = [LabelClass(f"c{number}", str(number), None, None, number) for number in range(1, 4)]
    assert Vocabulary(classes, True).check(["c3", "c1", "c3"]) == ["c1", "c3"]
    assert Vocabulary(classes, True).check([]) == []
