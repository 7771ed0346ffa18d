"""Bulk operations over HTTP."""

from tests.server.conftest import until

from asknext.labelling import bulk


def finished(client, number):
    return until(lambda: (found := client.get(f"/api/v1/jobs/{number}").json())["status"] != "running" and found)


def test_a_bulk_operation_is_begun_followed_and_listed(make_project, client_of):
    client = client_of(make_project(120, control=0.0))
    begun = client.post("/api/v1/jobs", json={"action": "ignore", "filter": {"search": "number 1"}})
    assert begun.status_code == 202
    assert begun.json()["total"] == 31  # 1, 10 to 19, 100 to 119
    found = finished(client, begun.json()["id"])
    assert (found["status"], found["done"], found["failed"]) == ("done", 31, 0)
    assert client.get("/api/v1/items", params={"state": "ignored"}).json()["total"] == 31
    assert client.get("/api/v1/jobs").json()["jobs"][0] == found


def test_a_job_that_is_over_cannot_be_cancelled_and_one_that_is_not_there_not_found(make_project, client_of):
    client = client_of(make_project(5))
    number = client.post("/api/v1/jobs", json={"action": "flag", "ids": ["id1"]}).json()["id"]
    finished(client, number)
    assert client.post(f"/api/v1/jobs/{number}/cancel").json()["status"] == "done"
    assert client.get("/api/v1/jobs/99").status_code == 404
    assert client.post("/api/v1/jobs/99/cancel").status_code == 404


def test_many_ids_are_taken_at_once(make_project, client_of):
    client = client_of(make_project(5))
    ids = [f"id{number}" + "x" * 40 for number in range(30_000)]  # more than other requests may hold
    begun = client.post("/api/v1/jobs", json={"action": "flag", "ids": ids})
    assert (begun.status_code, begun.json()["total"]) == (202, 30_000)
    assert client.post(f"/api/v1/jobs/{begun.json()['id']}/cancel").json()["status"] == "stopped"


def test_what_cannot_be_done_is_refused_at_once(make_project, client_of):
    client = client_of(make_project(5))
    for body in (
        {"action": "ignore"},
        {"action": "explode", "ids": []},
        {"action": "want", "value": "many", "ids": []},
    ):
        refused = client.post("/api/v1/jobs", json=body)
        assert refused.status_code == 400, body
        assert refused.json()["error"]["message"]


def test_what_an_ended_server_left_is_done_by_the_next(make_project, client_of):
    project = make_project(120, control=0.0)
    with project.database.write() as conn:
        number = bulk.begin(conn, bulk.Bulk("ignore", filter={}), 120, by="m", now=1.0)
    found = finished(client_of(project), number)
    assert (found["status"], found["done"]) == ("done", 120)
