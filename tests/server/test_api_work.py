import json

import pytest


@pytest.fixture
def client(client_of, make_project):
    return client_of(make_project(40, control=0.25))


def lease(client, session="s", want=2, hold=()):
    body = {"session": session, "annotator": "me", "want": want, "hold": list(hold)}
    answer = client.post("/api/v1/leases", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def send(client, *events, session="s", annotator="me"):
    body = {"session": session, "annotator": annotator, "events": list(events)}
    answer = client.post("/api/v1/events", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


def label(uid, item, value="c1", **more):
    return {"uid": uid, "kind": "label", "item": item, "value": [value], "seconds": 1.5, **more}


def test_the_project(client):
    found = client.get("/api/v1/project").json()
    assert [each["name"] for each in found["classes"]] == ["a", "b", "c"]
    assert found["queue"] == {"preload": 2, "lease_seconds": 180.0}
    assert (found["task"], found["content"], found["items"]) == ("single_label", "text", 40)


def test_an_item_says_what_it_is_and_why_it_came(client):
    found = lease(client)
    assert (len(found["items"]), found["left"], found["ranking"], found["waiting"]) == (2, 40, 0, None)
    item = found["items"][0]
    assert item["content"] == {"kind": "text", "text": f"text number {item['item']}"}
    assert item["id"] == f"id{item['item']}"
    assert "no model yet" in item["why"]["sentence"] or "control stream" in item["why"]["sentence"]


def test_a_morning_of_work(client):
    held = [each["item"] for each in lease(client)["items"]]
    done = []
    for number in range(20):
        which = held.pop(0)
        assert send(client, label(f"e{number}", which))[0]["status"] == "stored"
        done.append(which)
        held += [each["item"] for each in lease(client, hold=held)["items"]]
        assert len(held) == 2
    assert len(set(done)) == 20
    shown = client.get("/api/v1/dashboard").json()
    assert client.get("/api/v1/progress").json()["progress"] == {"labelled": shown["progress"]["labelled"]}
    assert shown["progress"]["labelled"] == 20
    assert shown["progress"]["control_labels"] == 5
    assert shown["annotators"] == [{"name": "me", "labels": 20, "median_seconds": 1.5}]
    assert [each["uid"] for each in client.get("/api/v1/history?limit=3").json()["events"]] == ["e19", "e18", "e17"]


def test_requests_that_come_twice_or_in_another_order_change_nothing(client):
    first = [label("a", 1, "c1"), label("b", 2, "c2")]
    undo = {"uid": "u", "kind": "undo", "target": "a"}
    assert [each["status"] for each in send(client, undo, *first)] == ["refused", "stored", "stored"]
    assert [each["status"] for each in send(client, *first)] == ["known", "known"]
    assert [each["status"] for each in send(client, undo)] == ["stored"]
    assert [each["status"] for each in send(client, undo, *first)] == ["known", "known", "known"]
    assert client.get("/api/v1/items/1").json()["label"] is None
    assert client.get("/api/v1/items/2").json()["label"] == ["c2"]


def test_undo_gives_the_item_back(client):
    which = lease(client)["items"][0]["item"]
    send(client, label("a", which))
    found = send(client, {"uid": "u", "kind": "undo", "target": "a"})[0]
    assert (found["item"]["item"], found["item"]["label"], found["previous"]) == (which, None, ["c1"])
    assert found["item"]["leased_until"] > 0


def test_release_as_a_closing_page_sends_it(client):
    held = {each["item"] for each in lease(client, "a")["items"]}
    body = json.dumps({"session": "a"})
    answer = client.post("/api/v1/leases/release", content=body, headers={"Content-Type": "text/plain;charset=UTF-8"})
    assert set(answer.json()["released"]) == held
    assert {each["item"] for each in lease(client, "b", 20)["items"]} >= held


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_release_takes_no_form(client, kind):
    answer = client.post("/api/v1/leases/release", content="{}", headers={"Content-Type": kind})
    assert answer.status_code == 415


def test_the_list_is_searched_and_filtered(client):
    send(client, label("a", 7, "c1"), label("b", 17, "c2"), {"uid": "s", "kind": "skip", "item": 3})
    send(client, {"uid": "f", "kind": "flag", "item": 5}, {"uid": "c", "kind": "comment", "item": 5, "value": "hm"})

    def found(query):
        return [each["item"] for each in client.get(f"/api/v1/items?{query}").json()["items"]]

    assert found("state=labelled") == [7, 17]
    assert found("class=c2") == [17]
    assert found("state=skipped") == [3]
    assert found("state=flagged") == [5]
    assert found("search=NUMBER 17") == [17]
    assert found("search=id1&limit=3") == [1, 10, 11]
    assert found("search=100%25") == []
    page = client.get("/api/v1/items?limit=15").json()
    assert (len(page["items"]), page["next"], page["total"]) == (15, 14, 40)
    assert client.get("/api/v1/items?limit=50").json()["next"] is None
    assert set(found("stream=control")) | set(found("stream=strategy&limit=100")) == set(range(40))


def test_a_class_is_added_and_used(client):
    made = client.post("/api/v1/classes", json={"name": "new", "key": "9"})
    assert made.status_code == 201
    assert send(client, label("a", 1, made.json()["id"]))[0]["status"] == "stored"
    again = client.post("/api/v1/classes", json={"name": "new"})
    assert (again.status_code, again.json()["error"]["code"]) == (400, "bad_request")


def test_priorities_from_outside(client):
    lines = "".join(json.dumps({"id": f"id{k}", "score": k / 10}) + "\n" for k in [*range(40), 99])
    answer = client.put("/api/v1/ranking", content=lines, headers={"Content-Type": "application/x-ndjson"})
    assert (answer.json()["ranked"], answer.json()["unknown"]) == (40, 1)
    items = lease(client, want=20)["items"]
    chosen = [each["item"] for each in items if each["stream"] == "strategy"]
    assert chosen == sorted(chosen, reverse=True)
    why = next(each["why"] for each in items if each["stream"] == "strategy")
    assert (why["strategy"], why["sentence"]) == ("external", "Its priority was set from outside.")


@pytest.mark.parametrize(
    "line", ['{"id": "id1"}', '{"id": "id1", "score": NaN}', "[]", "{", '{"id":"\\ud800","score":1}']
)
def test_a_ranking_that_cannot_be_read_changes_nothing(client, line):
    headers = {"Content-Type": "application/x-ndjson"}
    answer = client.put("/api/v1/ranking", content='{"id": "id1", "score": 1}\n' + line, headers=headers)
    assert answer.status_code == 400
    assert "ranking:2" in answer.json()["error"]["message"]
    assert lease(client)["ranking"] == 0


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/api/v1/leases", {"session": "s", "annotator": "me", "want": 0}, 422),
        ("POST", "/api/v1/leases", {"session": "", "annotator": "me", "want": 1}, 422),
        ("POST", "/api/v1/leases", {"session": "s", "annotator": "me", "want": 1, "owner": "x"}, 422),
        ("POST", "/api/v1/leases", {"session": "s\0", "annotator": "me", "want": 1}, 422),
        ("POST", "/api/v1/events", {"session": "s", "annotator": "me", "events": {}}, 422),
        ("POST", "/api/v1/events", [1], 422),
        ("GET", "/api/v1/items?limit=0", None, 422),
        ("GET", "/api/v1/items?search=%00", None, 400),
        ("GET", "/api/v1/items/999", None, 404),
        ("GET", "/api/v1/items/-1", None, 422),
        ("GET", "/api/v1/items/1/media", None, 404),
        ("GET", "/api/v1/nothing", None, 404),
        ("DELETE", "/api/v1/project", None, 405),
        ("POST", "/api/v1/login", {"token": "x"}, 404),
    ],
)
def test_errors_have_one_shape(client, method, path, body, status):
    answer = client.request(method, path, json=body)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"code", "message"}
    assert "Traceback" not in answer.text


def test_an_error_of_ours_gives_a_number_and_no_trace(client, monkeypatch, caplog):
    def broken(*_args):
        raise KeyError("secret inside")

    monkeypatch.setattr("asknext.server.routes.events.recent_events", broken)
    answer = client.get("/api/v1/history")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    number = answer.json()["error"]["message"].rsplit(" ", 1)[1].strip(".")
    assert number in caplog.text


def test_hostile_text_stays_json(client_of, make_project):
    from sqlalchemy import update

    from asknext.store.schema import item

    project = make_project(4, control=0.0)
    texts = ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\u2028\u2029", "'\"`{{7*7}}"]
    with project.database.write() as conn:
        for row, text in enumerate(texts):
            conn.execute(update(item).where(item.c.pos == row).values(content=text))
    client = client_of(project)
    answer = client.get("/api/v1/items")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert [each["content"]["text"] for each in answer.json()["items"]] == texts


def test_metrics_count_routes_and_not_what_people_type(client):
    client.get("/api/v1/items/3")
    client.get("/<script>")
    text = client.get("/metrics").text
    assert 'asknext_requests_total{method="GET",route="/api/v1/items/{item}",status="200"} 1' in text
    assert 'asknext_request_seconds_bucket{method="GET",route="/api/v1/items/{item}",le="+Inf"} 1' in text
    assert "<script>" not in text


def test_rows_come_in_over_http(client):
    rows = "".join(json.dumps({"text": f"fresh {k}"}) + "\n" for k in range(30)) + "not json\n"
    headers = {"Content-Type": "application/x-ndjson", "X-Filename": "../../etc/new rows.jsonl"}
    answer = client.post("/api/v1/items", content=rows, headers=headers)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["added"], answer.json()["rejected"]) == (30, 1)
    assert client.get("/api/v1/project").json()["items"] == 70
    assert lease(client)["left"] == 70


def test_the_export_is_a_download(client):
    send(client, label("a", 7, "c1"), label("b", 17, "c2"))
    answer = client.get("/api/v1/export?format=jsonl")
    assert answer.headers["content-disposition"] == 'attachment; filename="labels.jsonl"'
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert [(each["id"], each["label"]) for each in rows] == [("id7", "a"), ("id17", "b")]
    assert len(client.get("/api/v1/export?format=csv&labelled=0").text.splitlines()) == 41
