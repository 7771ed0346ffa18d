"""Machines, cards and the log of events over HTTP."""

import json

import pytest
from tests.elsewhere import labeller, listening
from tests.server.conftest import until

from asknext.project.outside_config import MachineConfig, OutsideConfig

HERE = OutsideConfig(("127.0.0.0/8",))


@pytest.fixture
def model():
    made = labeller("b")
    with listening(made) as made.url:
        yield made
        made.held.set()


def finished(client, job):
    return until(lambda: (found := client.get(f"/api/v1/jobs/{job}").json())["status"] != "running" and found)


def test_a_machine_is_asked_followed_and_shown(make_project, client_of, model, monkeypatch):
    monkeypatch.setenv("THE_KEY", "canary-key")
    machine = MachineConfig(model.url, key="env:THE_KEY", price_per_item=0.5)
    client = client_of(make_project(30, control=0.0, outside=OutsideConfig(("127.0.0.0/8",)), machines={"m": machine}))
    assert client.get("/api/v1/machines").json()["machines"][0]["spent"]["items"] == 0
    job = client.post("/api/v1/machines/m/run", json={"items": 10}).json()["job"]
    found = finished(client, job)
    assert (found["status"], found["done"], found["kind"], found["action"]) == ("done", 10, "machine", "m")
    shown = client.get("/api/v1/machines")
    assert (shown.json()["machines"][0]["spent"]["items"], shown.json()["machines"][0]["spent"]["cost"]) == (10, 5.0)
    assert "canary-key" not in shown.text


def test_people_do_not_wait_for_a_machine_that_hangs(make_project, client_of, model):
    model.held.clear()
    client = client_of(make_project(30, control=0.0, outside=HERE, machines={"m": MachineConfig(model.url)}))
    client.post("/api/v1/machines/m/run", json={"items": 10})
    leased = client.post("/api/v1/leases", json={"session": "s", "annotator": "ann", "want": 2}).json()
    assert [each["suggestions"] for each in leased["items"]] == [[], []]
    assert client.post("/api/v1/machines/m/stop").json() == {"status": "ok"}
    assert client.get("/api/v1/jobs").json()["jobs"][0]["status"] == "stopped"


def test_one_that_runs_in_the_background_labels_by_itself(make_project, client_of, model):
    machines = {"m": MachineConfig(model.url, background=True)}
    client = client_of(make_project(30, control=0.0, outside=HERE, machines=machines))
    until(lambda: client.get("/api/v1/machines").json()["machines"][0]["spent"]["items"] == 30)


def test_what_was_asked_for_before_a_restart_is_done_after_it(make_project, client_of, model):
    from asknext.store.jobs import add_job

    project = make_project(30, control=0.0, outside=HERE, machines={"m": MachineConfig(model.url)})
    with project.database.write() as conn:
        job = add_job(conn, "machine", by="m", at=1.0, total=5, result={"action": "m", "problems": []})
    assert finished(client_of(project), job)["done"] == 5


def test_what_is_asked_for_while_the_last_of_it_ends_is_done(make_project, client_of, model, monkeypatch):
    client = client_of(make_project(30, control=0.0, outside=HERE, machines={"m": MachineConfig(model.url)}))
    machining = client.app.state.served.open_places()[0].machining
    real, later = machining._jobs, []

    def jobs(name=None):
        found = real(name)
        if not found and not later:  # between the look at what there is to do and the end
            later.append(client.post("/api/v1/machines/m/run", json={"items": 3}).json()["job"])
        return found

    monkeypatch.setattr(machining, "_jobs", jobs)
    finished(client, client.post("/api/v1/machines/m/run", json={"items": 2}).json()["job"])
    assert finished(client, until(lambda: later)[0])["done"] == 3


def test_a_machine_that_nobody_named_is_not_found(make_project, client_of):
    client = client_of(make_project(3))
    assert client.get("/api/v1/machines").json() == {"machines": []}
    assert client.post("/api/v1/machines/gpt/run", json={"items": 1}).status_code == 404
    assert client.post("/api/v1/machines/gpt/stop").status_code == 404


def test_the_log_of_events_is_read_from_any_place_on(make_project, client_of):
    client = client_of(make_project(30))
    for item in range(5):
        event = {"uid": f"u{item}", "kind": "label", "item": item, "value": ["c1"]}
        client.post("/api/v1/events", json={"session": "s", "annotator": "ann", "events": [event]})
    page = client.get("/api/v1/events", params={"after": 1, "limit": 3}).json()
    assert ([each["seq"] for each in page["events"]], page["next"], page["more"]) == ([2, 3, 4], 4, True)
    rest = client.get("/api/v1/events", params={"after": page["next"]}).json()
    assert ([each["item"]["id"] for each in rest["events"]], rest["more"]) == (["id4"], False)
    assert client.get("/api/v1/events", params={"after": 5}).json() == {"events": [], "next": 5, "more": False}
    assert "text number" not in json.dumps(page)


def test_the_card_as_json_and_as_markdown(make_project, client_of):
    client = client_of(make_project(5))
    assert client.get("/api/v1/card").json()["items"] == 5
    text = client.get("/api/v1/card", params={"format": "markdown"})
    assert text.headers["content-type"].startswith("text/markdown")
    assert text.headers["content-disposition"] == 'attachment; filename="card.md"'
    assert text.text.startswith("# untitled")


def test_the_answers_are_exported_over_http(make_project, client_of):
    client = client_of(make_project(5))
    event = {"uid": "u", "kind": "label", "item": 1, "value": ["c1"]}
    client.post("/api/v1/events", json={"session": "s", "annotator": "ann", "events": [event]})
    found = client.get("/api/v1/export", params={"format": "jsonl", "votes": True})
    assert found.headers["content-disposition"] == 'attachment; filename="answers.jsonl"'
    assert json.loads(found.text)["annotator"] == "ann"
