"""The front door: every public name resolves, and opening it stays light."""

import subprocess
import sys

import pytest

import asknext


@pytest.mark.parametrize("name", asknext.__all__)
def test_every_public_name_resolves(name):
    assert getattr(asknext, name) is not None


def test_all_is_sorted():
    assert asknext.__all__ == sorted(asknext.__all__)
    assert set(asknext.__all__) <= set(dir(asknext))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'selekt'"):
        asknext.selekt  # noqa: B018


@pytest.mark.parametrize("statement", ["import asknext", "import asknext; asknext.strategies()"])
def test_opening_loads_nothing_heavy(statement):
    heavy = "{'sklearn', 'scipy', 'pandas', 'pyarrow', 'torch'}"
    code = f"{statement}; import sys; assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_room_of_strategies_can_be_called_and_entered():
    from asknext.strategies import build

    assert "margin" in asknext.strategies()
    assert asknext.strategies.build is build
