"""A function in a file of one's own."""

from __future__ import annotations

import pytest

from asknext.errors import InputError, UnknownName
from asknext.lab.metric_file import is_metric_file, metric_from_file

TEXT = """
from beside import half

def my_metric(stored):
    return half(stored)
"""


@pytest.fixture
def file(tmp_path):
    (tmp_path / "beside.py").write_text("def half(value):\n    return value / 2\n")
    (tmp_path / "my_metrics.py").write_text(TEXT)
    return tmp_path / "my_metrics.py"


def test_it_may_use_what_lies_beside_it(file):
    assert metric_from_file(f"{file}:my_metric")(3) == 1.5


@pytest.mark.parametrize(
    ("text", "is_file"), [("a.py:f", True), (r"C:\x\a.py:f", True), ("recall:yes", False), ("accuracy", False)]
)
def test_it_is_told_from_a_name(text, is_file):
    assert is_metric_file(text) == is_file


def test_what_is_wrong_with_it(file):
    with pytest.raises(UnknownName, match=r"no function 'my_metrik' in .*Did you mean 'my_metric'"):
        metric_from_file(f"{file}:my_metrik")
    with pytest.raises(InputError, match=r"no file .*none\.py"):
        metric_from_file(f"{file.parent}/none.py:f")
    file.write_text("1 / 0")
    with pytest.raises(InputError, match=r"my_metrics\.py cannot be run: ZeroDivisionError"):
        metric_from_file(f"{file}:f")
