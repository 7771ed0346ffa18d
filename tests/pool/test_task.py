"""The names of tasks."""

import pytest

import asknext
from asknext.errors import UnknownName
from asknext.pool.task import UnknownTask
from asknext.project.config import Config


def test_classification_is_told_what_it_is_called_here():
    with pytest.raises(UnknownName, match=r"no task 'classification'.*exactly one class an item it is 'single_label'"):
        asknext.PoolView(3, task="classification")
    with pytest.raises(UnknownName, match="'single_label'"):
        asknext.ActiveLearner(None, [[0.0], [1.0]], task="multi-class")
    with pytest.raises(UnknownName, match="'single_label'"):
        Config(task="classification")


def test_another_name_offers_the_nearest():
    assert "Did you mean 'single_label'" in str(UnknownTask("singel_label"))
    assert "Known: multi_label, regression, single_label." in str(UnknownTask("qq"))
