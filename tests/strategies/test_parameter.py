"""Parameters of strategies."""

import pytest

from asknext.errors import UnknownName
from asknext.strategies import build, parameter


def checked(value, options):
    return parameter.choice(options[0], "help", options=options).metadata["check"](value, "here")


@pytest.mark.parametrize(
    ("value", "options", "expected"),
    [
        (2.0, ["e", 2, 10], 2),
        ("e", ["e", 2], "e"),
        (True, [1, True], True),
        (1, [True, 1], 1),
        (None, ["a", None], None),
    ],
)
def test_a_choice_is_the_option_it_equals(value, options, expected):
    found = checked(value, options)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("value", "options", "message"),
    [
        ("2", ["e", 2, 10], "There is no value '2' in here. Did you mean 2?"),
        (3, ["e", 2, 10], "There is no value 3 in here. Known: 10, 2, 'e'."),
        (True, ["e", 1], "There is no value True in here. Known: 1, 'e'."),
        (1, ["e", True], "There is no value 1 in here. Known: True, 'e'."),
        (2, ["near", "far"], "There is no value 2 in here. Known: far, near."),
        ("fat", ["near", "far"], "There is no value 'fat' in here. Did you mean 'far'?"),
        (["far"], ["near", "far"], "There is no value ['far'] in here. Did you mean 'far'?"),
    ],
)
def test_no_choice_is_told_as_it_is_written(value, options, message):
    with pytest.raises(UnknownName) as caught:
        checked(value, options)
    assert str(caught.value) == message


def test_a_base_in_arithmetic():
    assert build("entropy(base=2.0) * margin") == build("entropy(base=2) * margin")
    with pytest.raises(UnknownName, match=r"no value '2' in .*Did you mean 2\?"):
        build("entropy(base='2') * margin")
