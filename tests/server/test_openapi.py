"""The OpenAPI document says what really comes back, and says something of everything."""

import json

import pytest

from asknext.server import numbers_body, work_bodies


@pytest.fixture
def client(make_project, client_of):
    return client_of(make_project(40, control=0.2))


def test_every_operation_has_a_sentence_and_says_what_comes_back(client):
    document = client.get("/api/v1/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), (method, path)
            assert any(status.startswith("2") for status in operation["responses"]), (method, path)


def test_answers_are_what_the_document_says(client):
    lease = {"session": "s", "annotator": "ann", "want": 3}
    event = {"uid": "u1", "kind": "label", "item": 1, "value": ["c1"]}
    undo = {"uid": "u2", "kind": "undo", "target": "u1"}
    events = {
        "session": "s",
        "annotator": "ann",
        "events": [event, undo, event, {"uid": "u3", "kind": "label", "item": 99}],
    }
    rows = json.dumps({"text": "new"}) + "\n"
    lines = {"Content-Type": "application/x-ndjson"}
    answers = [
        (work_bodies.LeaseAnswer, client.post("/api/v1/leases", json=lease)),
        (work_bodies.ResultsAnswer, client.post("/api/v1/events", json=events)),
        (work_bodies.ItemsAnswer, client.get("/api/v1/items")),
        (work_bodies.ItemsAnswer, client.get("/api/v1/items", params={"disagrees": True})),
        (work_bodies.ImportAnswer, client.post("/api/v1/items", content=rows, headers=lines)),
        (work_bodies.ProgressAnswer, client.get("/api/v1/progress")),
        (work_bodies.ProjectAnswer, client.get("/api/v1/project")),
        (work_bodies.ProjectClass, client.post("/api/v1/classes", json={"name": "new"})),
        (work_bodies.SetAnswer, client.put("/api/v1/ranking", content='{"id": "id3", "score": 1}', headers=lines)),
        (numbers_body.PeopleAnswer, client.get("/api/v1/dashboard/people")),
        (numbers_body.QueueAnswer, client.get("/api/v1/dashboard/queue")),
    ]
    for model, answer in answers:
        assert answer.status_code < 300, answer.text
        model.model_validate(answer.json(), strict=False)
