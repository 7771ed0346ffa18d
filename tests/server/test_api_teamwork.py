"""Review, adjudication, questions, priorities and the test, as pages and programs use them."""

import json

import pytest

from asknext.project.team_config import Overlap, Qualification, Review


@pytest.fixture
def client(client_of, make_project):
    return client_of(make_project(20, control=0.0, review=Review(share=1.0), overlap=Overlap(labels=1)))


def lease(client, who, kind="label", want=1):
    body = {"session": who, "annotator": who, "want": want, "kind": kind}
    found = client.post("/api/v1/leases", json=body)
    assert found.status_code == 200, found.text
    return found.json()


def send(client, who, kind, item=None, value=None, **more):
    send.count += 1
    event = {"uid": f"e{send.count}", "kind": kind, "item": item, "value": value, **more}
    found = client.post("/api/v1/events", json={"session": who, "annotator": who, "events": [event]})
    assert found.status_code == 200, found.text
    return found.json()["results"][0]


send.count = 0


def test_from_answer_to_acceptance_by_way_of_a_rejection(client):
    which = lease(client, "ann")["items"][0]["item"]
    send(client, "ann", "label", which, ["c1"])
    assert client.get("/api/v1/review").json() == {"review": 1, "adjudicate": 0, "rejected": 0, "questions": 0}
    (item,) = lease(client, "rev", "review")["items"]
    assert (item["item"], item["state"], item["proposed"]["value"]) == (which, "review", ["c1"])
    assert [(each["annotator"], each["value"], each["kind"]) for each in item["votes"]] == [("ann", ["c1"], "human")]
    assert send(client, "rev", "reject", which, reason="A question is no praise.", seen=["c1"])["state"] == "rejected"
    back = lease(client, "ann")["items"][0]
    assert (back["item"], back["rejected"]["reason"]) == (which, "A question is no praise.")
    send(client, "ann", "label", which, ["c2"])
    assert lease(client, "rev", "review")["items"][0]["rejections"][0]["to"] == "ann"
    assert send(client, "rev", "accept", which, seen=["c2"])["state"] == "labelled"
    found = client.get(f"/api/v1/items/{which}").json()
    assert [each["kind"] for each in found["events"]] == ["label", "reject", "label", "accept"]
    assert (found["state"], found["proposed"]["decided"]) == ("labelled", "review")
    assert "Nothing waits" in lease(client, "rev", "review")["waiting"]


def test_those_who_disagree_are_seen_side_by_side(client_of, make_project):
    client = client_of(make_project(5, control=0.0, overlap=Overlap(labels=2)))
    send(client, "ann", "label", 0, ["c1"])
    assert send(client, "bob", "label", 0, ["c2"])["status"] == "stored"
    (item,) = lease(client, "rev", "adjudicate")["items"]
    assert (item["item"], item["proposed"], len(item["votes"])) == (0, None, 2)
    assert send(client, "rev", "adjudicate", 0, ["c2"])["state"] == "labelled"
    assert client.get("/api/v1/items?state=disputed").json()["items"] == []


def test_questions_are_listed_until_they_are_resolved(client):
    send(client, "ann", "question", 3, "What is this?", park=True)
    (asked,) = client.get("/api/v1/questions").json()["questions"]
    assert (asked["item"], asked["text"], asked["parked"]) == (3, "What is this?", True)
    send(client, "boss", "reply", value="A name.", target=asked["uid"])
    thread = client.get("/api/v1/items/3").json()["threads"][0]
    assert [each["text"] for each in thread["replies"]] == ["A name."]
    send(client, "boss", "resolve", target=asked["uid"])
    assert client.get("/api/v1/questions").json()["questions"] == []


def test_many_items_get_one_label_each_by_an_event_of_its_own(client):
    body = {"session": "s", "annotator": "ann", "uid": "look-alikes", "items": [4, 5, 6, 5], "value": ["c1"]}
    done = client.post("/api/v1/confirm", json=body).json()["results"]
    assert [each["status"] for each in done] == ["stored"] * 3
    again = client.post("/api/v1/confirm", json=body).json()["results"]
    assert [each["status"] for each in again] == ["known"] * 3
    send(client, "ann", "undo", target="look-alikes/5")
    assert client.get("/api/v1/items/5").json()["state"] == "open"


def test_ones_own_answer_is_shown_to_change_it_and_nobody_elses(client):
    send(client, "ann", "label", 4, ["c1"])
    assert client.get("/api/v1/answered/4?annotator=ann").json()["label"] == ["c1"]
    assert client.get("/api/v1/answered/4?annotator=bob").status_code == 404


@pytest.mark.parametrize("lines", [False, True])
def test_priorities_by_id(client, lines):
    given = [{"id": "id7", "priority": 3}, {"id": "nobody", "priority": 1}, {"id": "id8", "wanted": 2}]
    if lines:
        body, kind = "\n".join(map(json.dumps, given)), "application/x-ndjson"
    else:
        body, kind = json.dumps({"items": given}), "application/json"
    found = client.put("/api/v1/priorities", content=body, headers={"Content-Type": kind})
    assert found.status_code == 200, found.text
    report = found.json()
    assert (report["set"], report["failures"], report["failed"][0]["id"]) == (2, 1, "nobody")
    assert lease(client, "ann")["items"][0]["id"] == "id7"


def test_priorities_that_cannot_be_read(client):
    assert client.put("/api/v1/priorities", content=b"x", headers={"Content-Type": "text/csv"}).status_code == 415
    found = client.put("/api/v1/priorities", content=b"{", headers={"Content-Type": "application/json"})
    assert (found.status_code, "cannot be read" in found.json()["error"]["message"]) == (400, True)


def test_the_test_before_real_work(client_of, make_project):
    client = client_of(make_project(20, control=0.0, qualification=Qualification(items=2, accuracy=1.0)))
    for which in (3, 4):
        send(client, "boss", "gold", which, ["c1"], reason="It says so.")
    found = lease(client, "ann", want=5)
    assert ({each["item"] for each in found["items"]}, found["test"]["items"]) == ({3, 4}, 2)
    assert "gold" not in json.dumps(found["items"])
    assert send(client, "ann", "label", 3, ["c1"])["test"]["answered"] == 1
    assert send(client, "ann", "label", 4, ["c2"])["test"]["passed"] is False
    shown = client.get("/api/v1/qualification?annotator=ann").json()
    assert [(each["right"], each["explanation"]) for each in shown["answers"]] == [
        (True, "It says so."),
        (False, "It says so."),
    ]
    body = {"annotator": "ann", "passed": True}
    assert client.put("/api/v1/qualification/people", json=body).json()["test"]["passed"] is True
    assert lease(client, "ann")["test"] is None
    assert len(client.get("/api/v1/qualification/people").json()["tests"]) == 2
