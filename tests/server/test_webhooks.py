"""Webhooks of a running server, received as the documentation shows."""

import re
import threading
import time
from pathlib import Path

import pytest
from tests.elsewhere import listening
from tests.server.conftest import until

from asknext.project.outside_config import OutsideConfig

PAGE = Path(__file__).resolve().parents[2] / "docs/how_to/receive_webhooks.md"
SEE = OutsideConfig(("127.0.0.0/8", "::1"))


@pytest.fixture
def receiver():
    """The receiver of the documentation, listening."""
    names = {}
    code = re.search(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    exec(compile(code[1], str(PAGE), "exec"), names)
    names["Receiver"].log_message = lambda *_: None
    with listening(names["Receiver"]) as names["url"]:
        yield names


def label(client, item, **more):
    event = {"uid": f"u{item}{more}", "kind": "label", "item": item, "value": ["c1"]}
    body = {"session": "s", "annotator": "ann", "events": [{**event, **more}]}
    return client.post("/api/v1/events", json=body).json()["results"][0]


def test_events_arrive_as_the_documentation_says(make_project, client_of, receiver):
    client = client_of(make_project(20, outside=SEE))
    made = client.post("/api/v1/webhooks", json={"url": receiver["url"], "kinds": ["label"]})
    assert made.status_code == 201
    receiver["SECRET"] = made.json()["secret"]
    label(client, 3)
    until(lambda: receiver["received"])
    assert receiver["received"][0]["item"] == {"item": 3, "id": "id3"}
    shown = until(lambda: [each for each in client.get("/api/v1/webhooks").json()["webhooks"] if each["sent"]])[0]
    assert (shown["sent"], shown["waiting"], shown["failed"]) == (1, 0, 0)
    assert "secret" not in shown
    sent = client.get("/api/v1/webhooks/1/deliveries").json()["deliveries"]
    assert [(each["status"], each["answer"]) for each in sent] == [("sent", "status 204")]


def test_a_receiver_with_another_secret_refuses(make_project, client_of, receiver):
    client = client_of(make_project(20, outside=SEE))
    client.post("/api/v1/webhooks", json={"url": receiver["url"]})
    label(client, 3)
    sent = until(
        lambda: [each for each in client.get("/api/v1/webhooks/1/deliveries").json()["deliveries"] if each["attempts"]]
    )
    assert (sent[0]["status"], sent[0]["answer"]) == ("waiting", "status 400")
    assert receiver["received"] == []


def test_a_killed_server_goes_on_where_it_was(make_project, start, receiver):
    project = make_project(20, outside=SEE)
    server = start(project.folder)
    _, _, made = server.call("POST", "/api/v1/webhooks", {"url": receiver["url"]})
    receiver["SECRET"] = made["secret"]
    for item in range(8):
        event = {"uid": f"u{item}", "kind": "label", "item": item, "value": ["c1"]}
        server.call("POST", "/api/v1/events", {"session": "s", "annotator": "ann", "events": [event]})
    server.kill()
    start(project.folder)
    until(lambda: len(receiver["received"]) == 8)
    assert sorted(each["item"]["item"] for each in receiver["received"]) == list(range(8))


def test_a_slow_receiver_slows_nobody(make_project, client_of, receiver):
    holds = threading.Event()
    receiver["Receiver"].do_POST = lambda _self: holds.wait(20)
    client = client_of(make_project(20, outside=SEE))
    client.post("/api/v1/webhooks", json={"url": receiver["url"]})
    began = time.monotonic()
    assert [label(client, item)["status"] for item in range(5)] == ["stored"] * 5
    assert time.monotonic() - began < 5
    holds.set()


def test_an_inner_address_is_refused_at_once(make_project, client_of):
    client = client_of(make_project(20))
    refused = client.post("/api/v1/webhooks", json={"url": "http://169.254.169.254/latest/meta-data/"})
    assert refused.status_code == 400
    assert "inside a network" in refused.json()["error"]["message"]
    assert client.get("/api/v1/webhooks").json()["webhooks"] == []


def test_what_there_is_not_is_not_found(make_project, client_of):
    client = client_of(make_project(5))
    for method, path, body in [
        ("PATCH", "/api/v1/webhooks/9", {"active": False}),
        ("DELETE", "/api/v1/webhooks/9", None),
        ("POST", "/api/v1/webhooks/9/secret", None),
        ("GET", "/api/v1/webhooks/9/deliveries", None),
        ("POST", "/api/v1/webhooks/9/replay", {}),
    ]:
        assert client.request(method, path, json=body).status_code == 404, path


def test_a_webhook_is_paused_changed_and_removed(make_project, client_of, receiver):
    client = client_of(make_project(20, outside=SEE))
    receiver["SECRET"] = client.post("/api/v1/webhooks", json={"url": receiver["url"]}).json()["secret"]
    paused = client.patch("/api/v1/webhooks/1", json={"active": False, "kinds": ["label", "skip"]}).json()
    assert (paused["active"], paused["kinds"]) == (False, ["label", "skip"])
    label(client, 1)
    client.patch("/api/v1/webhooks/1", json={"active": True})
    until(lambda: receiver["received"])
    receiver["SECRET"] = client.post("/api/v1/webhooks/1/secret").json()["secret"]
    label(client, 2)
    until(lambda: len(receiver["received"]) == 2)
    assert client.post("/api/v1/webhooks/1/replay", json={}).json() == {"again": 0}
    assert client.delete("/api/v1/webhooks/1").json() == {"status": "ok"}
    assert client.get("/api/v1/webhooks").json()["webhooks"] == []
