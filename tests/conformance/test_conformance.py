"""Every registered strategy gives what its slow definition says."""

import numpy as np
import pytest
from tests.conformance.adapters import asknext as ours
from tests.conformance.cases import cases_of, load_definitions
from tests.conformance.checks import complaint
from tests.conformance.definition import DEFINITIONS

import asknext

load_definitions()
LIBRARY = ours.adapter()
CHECKED = [
    pytest.param(definition, case, id=f"{key} on {case.name}")
    for key, definition in DEFINITIONS.items()
    if definition.ours
    for case in cases_of(definition)
]
WITHOUT_A_DEFINITION = {  # name to the reason
    "auto": "a recipe designed by experiment; what it is made of is defined, and its own tests hold its choices",
}


@pytest.mark.parametrize(("definition", "case"), CHECKED)
def test_the_fast_form_is_the_definition(definition, case):
    assert complaint(definition, case, LIBRARY.answer(definition), LIBRARY.seeds) == ""


SCORED = [  # strategies whose scores in a batch are what the definition says an item was worth when chosen
    pytest.param(DEFINITIONS[key], case, id=f"{key} on {case.name}")
    for key in (
        "balance",
        "facility_location",
        "graph_density",
        "k_center_greedy",
        "lcmd",
        "max_herding",
    )
    for case in cases_of(DEFINITIONS[f"{key}: on a larger pool"])
]


@pytest.mark.parametrize(("definition", "case"), SCORED)
def test_the_scores_of_a_batch_are_what_its_items_were_worth(definition, case):
    key = f"{definition.strategy}: on a larger pool"
    spec = {"name": definition.strategy, **DEFINITIONS[key].parameters}
    inputs = {"probabilities": case.probabilities, "embeddings": case.embeddings, "labelled": case.labelled}
    batch = asknext.select(spec, case.n, labels=case.labels, **inputs)
    for i, (row, score) in enumerate(zip(batch.indices.tolist(), batch.scores, strict=True)):
        worth = np.asarray(definition.function(case, batch.indices[:i].tolist()))
        own = worth[case.unlabelled.tolist().index(row)]
        assert np.isnan(score) or score == pytest.approx(own, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", sorted(asknext.strategies()))
def test_every_strategy_is_defined(name):
    defined = {definition.strategy for definition in DEFINITIONS.values() if definition.ours}
    assert (name in defined) != (name in WITHOUT_A_DEFINITION), f"write the definition of {name}"
