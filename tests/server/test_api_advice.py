"""The advice over the API: as the document says, and the same as on the dashboard."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from tests.labelling.test_looks import NAMES, rounds

from asknext.server.advice_body import AdviceAnswer
from asknext.server.app import create_app


@pytest.fixture
def served(make_project):
    project = make_project(80, control=0.3, strategy="random")
    with TestClient(create_app(project, train=False), base_url="http://127.0.0.1") as client:
        yield project, client


def test_before_the_first_round(served):
    answer = served[1].get("/api/v1/advice").json()
    assert answer == {"stop": None, "sentence": "Keep labelling.", "rules": [], "pieces": []}


def test_after_some_rounds_with_numbers_and_series(served):
    project, client = served
    rounds(project, 4)
    found = client.get("/api/v1/advice").json()
    AdviceAnswer.model_validate(found, strict=True)
    assert [each["name"] for each in found["pieces"]] == NAMES
    assert client.get("/api/v1/dashboard").json()["advice"] == found
    assert client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/advice"]["get"]["responses"]["200"]["content"]
