"""What a list of strategies asks for."""

from __future__ import annotations

import pytest

from asknext.errors import InputError
from asknext.selection.parts import wanted


def test_embeddings_of_objects_are_refused_and_another_data_set_of_queries_is_not() -> None:
    diversity = {"type": "DIVERSITY"}
    with pytest.raises(InputError, match=r"strategies\[0\].input names the task 'boxes'.*not of crops"):
        wanted([{"input": {"type": "EMBEDDINGS", "task": "boxes"}, "strategy": diversity}], ())
    similar = {"input": {"type": "EMBEDDINGS", "tag_name": "q", "dataset_id": "d"}, "strategy": {"type": "SIMILARITY"}}
    assert list(wanted([similar], ["q"]).queries.values()) == ["q"]
