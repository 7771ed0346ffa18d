"""Definitions once more, on pools large enough for the shortcuts of fast forms to matter."""

from __future__ import annotations

from tests.conformance.definition import scores, values
from tests.conformance.definitions.curation import balance
from tests.conformance.definitions.density import graph_density
from tests.conformance.definitions.diversity import (
    contrastive,
    facility_location,
    k_center_greedy,
    lcmd,
    max_herding,
    ranked_batch,
)

LARGER = {"variant": "on a larger pool", "cases": ("larger", "larger_zero_labels")}

scores("contrastive", parameters={"neighbours": 2}, **LARGER)(contrastive)
values("balance", **LARGER)(balance)
values("facility_location", parameters={"neighbours": 59}, **LARGER)(facility_location)
values("graph_density", parameters={"neighbours": 4}, **LARGER)(graph_density)
values("k_center_greedy", **LARGER)(k_center_greedy)
values("lcmd", **LARGER)(lcmd)
values("max_herding", **LARGER)(max_herding)
values("ranked_batch", **LARGER)(ranked_batch)
