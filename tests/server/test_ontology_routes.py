"""Classes and guidelines over HTTP."""

from __future__ import annotations

import io
import json

import pytest


@pytest.fixture
def client(make_project, client_of):
    return client_of(make_project(10))


def change(client, do, **rest):
    given = {"do": do} | {name.rstrip("_"): value for name, value in rest.items()}
    return client.post("/api/v1/ontology/changes", json={"change": given, "annotator": "ann"})


def test_a_class_is_changed_previewed_listed_and_taken_back(client):
    preview = client.post("/api/v1/ontology/preview", json={"change": {"do": "delete", "class": "c1"}}).json()
    assert (preview["refusal"], [each["what"] for each in preview["differences"]]) == (None, ["deleted"])
    made = change(client, "edit", class_="c1", set={"name": "x", "key": "S"})
    assert (made.status_code, made.json()["version"], made.json()["job"]) == (201, 2, None)
    assert change(client, "undo", version=2).status_code == 201
    told = client.get("/api/v1/ontology/versions").json()
    assert [(each["version"], each["annotator"], each["undone_by"]) for each in told["versions"]] == [
        (3, "ann", None), (2, "ann", 3), (1, "asknext", None),
    ]  # fmt: skip
    project = client.get("/api/v1/project").json()
    assert (project["ontology"], [each["name"] for each in project["classes"]]) == (3, ["a", "b", "c"])


@pytest.mark.parametrize(
    "given",
    [
        {}, {"do": "fuse"}, {"do": "edit", "class": "c1"}, {"do": "edit", "class": 3, "set": {}}, {"do": "delete"},
        {"do": "edit", "class": "c1", "set": {"retired": 1}}, {"do": "split", "class": "c1", "into": [{"name": "x"}]},
        {"do": "undo", "version": "1"}, {"do": "merge", "classes": [], "into": "c1"},
        {"do": "add", "name": "x", "attributes": [{"name": "q", "kind": "formula"}]},
    ],
)  # fmt: skip
def test_what_is_no_change_is_refused(client, given):
    assert client.post("/api/v1/ontology/changes", json={"change": given}).status_code == 422


def test_how_often_each_class_is_in_use(make_project, client_of):
    client = client_of(make_project(10, task="multi_label"))
    for item, value in enumerate((["c1"], ["c1", "c2"], [], ["c2"], ["c1"])):
        event = {"uid": f"u{item}", "kind": "label", "item": item, "value": value}
        client.post("/api/v1/events", json={"session": "s", "annotator": "ann", "events": [event]})
    assert client.get("/api/v1/ontology/uses").json() == {"c1": 3, "c2": 2, "c3": 0}


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ({"items": None, "search": "number"}, 201),  # what is null was not said
        ({"items": ["id1"], "search": None}, 201),
        ({"items": None, "search": None}, 400),
        ({}, 400),
        ({"model": 0.9}, 422),
    ],
)
def test_a_rule_names_items_or_words(client, rule, status):
    made = change(client, "split", class_="c1", into=[{"name": "x"}, {"name": "y"}], rules=[{"into": "x", **rule}])
    assert made.status_code == status


def test_the_file_goes_out_and_in(client):
    text = client.get("/api/v1/ontology.yaml").text
    assert change(client, "apply", text=text).status_code == 400  # nothing would change
    assert change(client, "apply", text=text.replace("name: b", "name: bee")).status_code == 201
    assert "name: bee" in client.get("/api/v1/ontology.yaml").text
    assert "name: bee" not in client.get("/api/v1/ontology.yaml?version=1").text
    wrong = change(client, "apply", text="classes: [")
    assert (wrong.status_code, "ontology.yaml:1" in wrong.json()["error"]["message"]) == (400, True)
    assert client.get("/api/v1/ontology.yaml?version=99").status_code == 400


def test_guidelines_are_kept_in_versions_and_never_overwritten_unseen(client):
    assert client.get("/api/v1/guidelines").json()["text"] is None
    saved = client.put("/api/v1/guidelines", json={"text": "# One <b>", "based_on": 0, "annotator": "ann"}).json()
    assert (saved["version"], saved["html"]) == (1, "<h1>One &lt;b&gt;</h1>\n")
    late = client.put("/api/v1/guidelines", json={"text": "mine", "based_on": 0})
    assert (late.status_code, "ann saved version 1" in late.json()["error"]["message"]) == (400, True)
    client.put("/api/v1/guidelines", json={"text": "two", "based_on": 1})
    assert [each["version"] for each in client.get("/api/v1/guidelines/versions").json()["versions"]] == [2, 1]
    assert client.get("/api/v1/guidelines/versions/1").json()["text"] == "# One <b>"
    assert client.get("/api/v1/guidelines/versions/9").status_code == 404


def test_guidelines_show_images_of_the_project_and_nothing_else(make_project, client_of):
    from PIL import Image

    project = make_project(0)
    (project.folder / "media").mkdir()
    made = io.BytesIO()
    Image.new("RGB", (2, 2)).save(made, "PNG")
    (project.folder / "media" / "cat.png").write_bytes(made.getvalue())
    (project.folder / "media" / "evil.svg").write_text("<svg onload='alert(1)'/>")
    client = client_of(project)
    html = client.post("/api/v1/guidelines/preview", json={"text": "![a cat](cat.png)"}).json()["html"]
    assert '<img src="/api/v1/guidelines/media/cat.png" alt="a cat">' in html
    found = client.get("/api/v1/guidelines/media/cat.png")
    assert (found.status_code, found.headers["content-type"]) == (200, "image/png")
    for name in ("evil.svg", "../project.db", "%2e%2e/asknext.yaml", "..%2f..%2fetc/passwd", "none.png"):
        assert client.get(f"/api/v1/guidelines/media/{name}").status_code in (404, 415), name


def test_an_export_tells_labels_by_the_names_of_any_version_and_answers_to_questions_beside_them(client):
    asked = {"name": "bad", "attributes": [{"name": "Why", "kind": "one", "choices": [{"name": "late"}]}]}
    change(client, "edit", class_="c1", set=asked)
    value = {"classes": ["c1"], "attributes": {"q1": "o1"}}
    event = {"uid": "u", "kind": "label", "item": 3, "value": value}
    client.post("/api/v1/events", json={"session": "s", "annotator": "ann", "events": [event]})
    (row,) = map(json.loads, client.get("/api/v1/export?format=jsonl").text.splitlines())
    assert (row["label"], row["label.Why"]) == ("bad", "late")
    (row,) = map(json.loads, client.get("/api/v1/export?format=jsonl&ontology_version=1").text.splitlines())
    assert (row["label"], "label.Why" in row) == ("a", False)
    assert client.get("/api/v1/export?ontology_version=9").status_code == 400
