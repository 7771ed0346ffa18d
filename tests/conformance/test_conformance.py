"""Every registered strategy gives what its slow definition says."""

import pytest
from tests.conformance.adapters import asknext as ours
from tests.conformance.cases import cases_of, load_definitions
from tests.conformance.checks import complaint
from tests.conformance.definition import DEFINITIONS

import asknext

load_definitions()
LIBRARY = ours.library()
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


@pytest.mark.parametrize("name", sorted(asknext.strategies()))
def test_every_strategy_is_defined(name):
    defined = {definition.strategy for definition in DEFINITIONS.values() if definition.ours}
    assert (name in defined) != (name in WITHOUT_A_DEFINITION), f"write the definition of {name}"
