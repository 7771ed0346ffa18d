import asyncio
import json

import pytest
from starlette.testclient import TestClient
from tests import event_loop
from tests.labelling.quality.conftest import begin, truth  # noqa: F401 - begin is a fixture
from tests.server.conftest import until as come

from asknext.labelling.quality.names import KEPT, SUBJECTS
from asknext.server.app import create_app
from asknext.server.reporting import Reporting


@pytest.fixture
def client(begin):  # noqa: F811
    story = begin(30, [truth(at) for at in range(12)])  # too few for a model, which would take a while
    with TestClient(create_app(story.project, train=False), base_url="http://localhost") as client:
        client.project = story.project
        yield client


def until(client, state):
    def there():
        found = client.get("/api/v1/quality").json()
        return found if found["state"] == state and (state != "idle" or found["report"]) else None

    return come(there)


def test_a_report_is_made_beside_the_server_and_kept(client):
    assert client.get("/api/v1/quality/label_errors").json() == {"items": [], "next": None, "gone": 0}
    assert client.get("/api/v1/quality").json()["report"] is None
    found = until(client, "idle")
    assert not found["stale"]
    assert [each["name"] for each in found["report"]["sections"]] == list(SUBJECTS)
    assert "items" not in found["report"]["sections"][0]


def test_the_items_of_a_subject_come_in_pages_with_their_contents(client):
    listed = [{"item": at, "id": f"i{at}", "label": ["c1"], "suggested": None} for at in range(5)]
    listed[2]["beside"] = {"item": 9, "id": "i9", "label": ["c2"]}
    report = {"made": 5.0, "event": 10**6, "sections": [{"name": "reask", "items": listed}]}
    (client.project.arrays / KEPT).write_text(json.dumps(report))
    found = client.get("/api/v1/quality/reask?limit=2&start=1").json()
    assert [one["item"] for one in found["items"]] == [1, 2]
    assert found["next"] == 3
    assert found["items"][1]["beside"]["content"]["text"] == "rain grey cold wind number 9"
    assert client.get("/api/v1/quality/reask?start=3").json()["next"] is None


def test_what_cannot_be_asked_for_is_refused(client, monkeypatch):
    monkeypatch.setattr(Reporting, "look", lambda _self: None)
    answer = client.get("/api/v1/quality/nonsense")
    assert answer.status_code == 404
    assert "label_errors" in answer.json()["error"]["message"]
    assert client.get("/api/v1/quality/reask?limit=5000").status_code == 422


def test_a_report_that_cannot_be_made_says_why(make_project, monkeypatch):
    project = make_project(5)
    with TestClient(create_app(project, train=False), base_url="http://localhost") as client:
        assert client.post("/api/v1/quality").json()["state"] == "running"
        found = until(client, "failed")
    assert "Nothing is labelled yet" in found["sentence"]


def test_own_numbers_are_ones_own_and_only_where_the_project_shows_them(client, monkeypatch):
    monkeypatch.setattr(Reporting, "look", lambda _self: None)
    assert client.get("/api/v1/quality/mine?annotator=ann").json() == {"name": "ann", "made": None, "numbers": None}
    keys = ("answers", "gold_answers", "accuracy", "kappa", "by_others", "seconds", "earlier", "recent", "trend")
    person = {**dict.fromkeys(keys, 1), "alerts": ["x"], "hasty": 1}
    people = [{"name": "ann", **person}, {"name": "bob", **person, "answers": 2}]
    report = {"made": 5.0, "event": 0, "sections": [{"name": "annotators", "numbers": {"annotators": people}}]}
    (client.project.arrays / KEPT).write_text(json.dumps(report))
    found = client.get("/api/v1/quality/mine?annotator=bob").json()
    assert found["numbers"] == {**dict.fromkeys(keys, 1), "answers": 2}


def test_a_damaged_report_counts_as_none(client, monkeypatch):
    monkeypatch.setattr(Reporting, "look", lambda _self: None)
    (client.project.arrays / KEPT).write_text("{")
    assert client.get("/api/v1/quality").json()["report"] is None


def test_one_is_made_at_a_time_and_the_end_of_the_server_ends_it(make_project):
    project = make_project(5)

    async def run():
        reporting = Reporting(project)
        started = []

        async def endless():
            started.append(1)
            await asyncio.sleep(60)

        reporting._ran = endless
        reporting.wish()
        await asyncio.sleep(0)
        reporting.wish()
        reporting.look()
        await asyncio.sleep(0)
        await reporting.stop()
        return started

    assert event_loop.run(run()) == [1]
