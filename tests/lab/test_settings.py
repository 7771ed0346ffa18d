"""Keys of a study: each wrong value is told with its key."""

from __future__ import annotations

import pytest

from asknext.errors import InputError, UnknownName
from asknext.lab.settings import Settings


def settings(**values):
    return Settings(values, "data[1]")


def test_values_come_as_they_are_meant():
    given = settings(name="x", n=3, share=0.25, on=True, kind="a", several=["p", "q"], one="p", none=None)
    assert (given.text("name"), given.whole("n"), given.number("n"), given.share("share")) == ("x", 3, 3.0, 0.25)
    assert (given.flag("on", False), given.choice("kind", ("a", "b"))) == (True, "a")
    assert (given.texts("several"), given.texts("one")) == (["p", "q"], ["p"])
    assert given.text("none", None) is None
    assert given.whole("absent", 7) == 7
    assert "name" in given
    assert "absent" not in given


@pytest.mark.parametrize(
    ("read", "told"),
    [
        (lambda: settings(a=1).text("a"), "data[1].a is 1, but must be a text."),
        (lambda: settings(a="").text("a"), "data[1].a is '', but must be a text."),
        (lambda: settings().text("a"), "data[1] has no a: expected a text."),
        (lambda: settings(a=1.5).whole("a"), "data[1].a is 1.5, but must be a whole number of at least 0."),
        (lambda: settings(a=True).whole("a"), "data[1].a is True, but must be a whole number of at least 0."),
        (lambda: settings(a=-1).number("a"), "data[1].a is -1, but must be a number of at least 0."),
        (lambda: settings(a=2).number("a", high=1), "data[1].a is 2, but must be a number from 0 to 1."),
        (lambda: settings(a=float("nan")).number("a"), "data[1].a is nan, but must be a number of at least 0."),
        (lambda: settings(a=1).share("a"), "data[1].a is 1, but must be a share between 0 and 1."),
        (lambda: settings(a="yes").flag("a", True), "data[1].a is 'yes', but must be true or false."),
        (lambda: settings(a=[1]).texts("a"), "data[1].a is [1], but must be a list of texts."),
        (lambda: Settings([1], "data[1]"), "data[1] is [1], but must be a mapping of keys to values."),
        (lambda: Settings({1: 2}, "data[1]"), "data[1] is {1: 2}, but must be a mapping of keys to values."),
    ],
)
def test_a_wrong_value_is_told_with_its_key(read, told):
    with pytest.raises(InputError) as caught:
        read()
    assert str(caught.value) == told


def test_unknown_keys_and_choices_are_answered_with_the_nearest():
    with pytest.raises(UnknownName, match=r"no key 'lable' in data.1.\. Did you mean 'label'"):
        settings(lable="x").only(["label", "text"])
    with pytest.raises(UnknownName, match=r"no kind 'nosy' in data.1.\.kind. Did you mean 'noisy'"):
        settings(kind="nosy").choice("kind", ("noisy", "perfect"))
