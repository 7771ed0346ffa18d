"""What a workspace keeps out: each test is a class of attack that other labelling servers had to mend."""

import asyncio
import json
import logging
import os
import re
import shutil
import threading
from types import SimpleNamespace

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient
from tests import event_loop
from tests.server.teams import PASSWORD

from asknext.people.tries import HERE
from asknext.project.folder import open_project
from asknext.server.people_gate import PeopleGate
from asknext.server.run import _behind
from asknext.server.slow_checks import MOST_WAITING, SlowChecks
from asknext.store.leaseholders import items_given_to

P = "/api/v1/projects/p"


def log_in(client, name="ann", password=PASSWORD, **more):
    return client.post("/api/v1/login", json={"name": name, "password": password}, **more)


def leased(client, session="s", want=2):
    body = {"session": session, "annotator": "whoever", "want": want}
    return [each["item"] for each in client.post(f"{P}/leases", json=body).json()["items"]]


def event(uid, item, kind="label", **more):
    return {"uid": uid, "kind": kind, "item": item, "value": None, **more}


def class_id(client):
    return client.get(f"{P}/project").json()["classes"][0]["id"]


def answer(client, uid, item, session="s"):
    given = event(uid, item, value=[class_id(client)], seconds=1.0)
    body = {"session": session, "annotator": "somebody else", "events": [given]}
    return client.post(f"{P}/events", json=body).json()["results"][0]


def test_the_cookie_is_for_this_server_alone(team):
    plain = log_in(team.client()).headers["set-cookie"]
    assert re.fullmatch(r"asknext_session=[\w-]{43}; HttpOnly; Max-Age=604800; Path=/; SameSite=lax", plain)
    secure = log_in(team.client("https://localhost")).headers["set-cookie"]
    assert re.fullmatch(
        r"__Host-asknext_session=[\w-]{43}; HttpOnly; Max-Age=604800; Path=/; SameSite=lax; Secure", secure
    )


def test_under_tls_a_cookie_without_its_prefix_is_nothing(team):
    client = team.client("https://localhost")
    client.cookies.set("asknext_session", team.people.sessions.open(team.ids["ann"]))
    assert client.get("/api/v1/projects").status_code == 401


def test_under_tls_the_browser_is_told_to_stay_there(team):
    for path in ("/login", "/api/v1/projects", "/static/app.js", "/nothing"):
        assert team.client("https://localhost").get(path).headers["strict-transport-security"] == "max-age=31536000"
        assert "strict-transport-security" not in team.client().get(path).headers


def test_only_the_proxy_is_believed_about_scheme_and_sender(team):
    app = _behind(team.app, ["10.0.0.0/24"])
    for sender, believed in (("10.0.0.1", True), ("10.0.1.1", False), ("::1", False)):
        client = TestClient(app, base_url="http://localhost", client=(sender, 1))
        client.portal = team.nobody.portal
        told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
        assert ("Secure" in log_in(client, headers=told).headers["set-cookie"]) is believed
        assert team.logged("log_in")[0]["address"] == ("203.0.113.9" if believed else sender)


def test_without_a_proxy_nobody_is_believed(team):
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    assert "Secure" not in log_in(team.client(), headers=told).headers["set-cookie"]
    assert team.logged("log_in")[0]["address"] == "testclient"


def test_a_log_in_is_a_new_session_and_ends_the_one_before(team):
    client = team.client()
    chosen = log_in(client, headers={"Cookie": "asknext_session=chosen"}).headers["set-cookie"]
    assert "chosen" not in chosen
    first = client.cookies.get("asknext_session")
    log_in(client)
    assert client.cookies.get("asknext_session") != first
    other = team.client()
    other.cookies.set("asknext_session", first)
    assert other.get("/api/v1/projects").status_code == 401


def test_logging_out_ends_it_on_the_server(team):
    client = team.client()
    log_in(client)
    kept = client.cookies.get("asknext_session")
    assert client.post("/api/v1/logout").status_code == 200
    client.cookies.set("asknext_session", kept)
    assert client.get("/api/v1/projects").status_code == 401
    assert [each["who"] for each in team.logged("log_out")] == ["ann"]


def test_guessing_is_slowed_down_and_says_for_how_long(team):
    for _ in range(HERE):
        assert log_in(team.client(), password="wrong wrong wrong").status_code == 401
    refused = log_in(team.client())
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_many_tries")
    assert 0 < int(refused.headers["retry-after"]) <= 900


def test_nobody_learns_who_has_an_account(team):
    answers = {log_in(team.client(), name, "wrong wrong wrong").text for name in ("ann", "nobody", "", "x" * 200)}
    assert len(answers) == 1
    assert log_in(team.client(), "x" * 201).status_code == 422


def test_many_log_ins_wait_their_turn_and_not_without_end():
    checks, held, running = SlowChecks(), threading.Event(), []

    def check():
        running.append(1)
        held.wait(20)

    begun = [checks.begin(check) for _ in range(MOST_WAITING + 5)]
    assert sum(each is not None for each in begun) == MOST_WAITING
    assert len(running) <= max(1, (os.cpu_count() or 1) // 2)
    held.set()
    for each in begun[:MOST_WAITING]:
        each.result(20)
    assert checks.begin(lambda: None) is not None
    checks.close()


@pytest.mark.parametrize("headers", [{"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_no_other_site_acts_for_anybody(team, headers):
    for client, method, path in (
        (team.nobody, "POST", "/api/v1/login"),
        (team["max"], "POST", "/api/v1/logout"),
        (team["max"], "POST", f"{P}/invitations"),
        (team["root"], "PUT", f"/api/v1/people/{team.ids['ann']}/admin"),
        (team["max"], "DELETE", "/api/v1/account/sessions"),
    ):
        refused = client.request(method, path, json={}, headers=headers)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "cross_site"), path
    assert "access-control-allow-origin" not in team["max"].get("/api/v1/projects", headers=headers).headers


def test_no_secret_is_taken_from_an_address(team):
    secret = team.people.sessions.open(team.ids["ann"])
    for query in (f"?token={secret}", f"?asknext_session={secret}", f"?access_token={secret}"):
        assert team.client().get(f"/api/v1/projects{query}").status_code == 401
    invitation = team["max"].post(f"{P}/invitations", json={"role": "annotator"}).json()["secret"]
    assert team.client().get(f"/api/v1/invitation?secret={invitation}").status_code == 405


def test_what_is_done_is_done_in_one_s_own_name(team):
    item = leased(team["ann"])[0]
    assert answer(team["ann"], "u1", item)["status"] == "stored"
    shown = team["max"].get(f"{P}/items/{item}").json()
    assert {each["annotator"] for each in shown["events"]} == {"ann"}


def test_nobody_gives_back_or_keeps_what_another_one_holds(team):
    held = leased(team["ann"])
    for session in ("s", f"{team.ids['ann']}:s"):
        assert team["bob"].post(f"{P}/leases/release", json={"session": session}).json() == {"released": []}
        renewed = team["bob"].post(f"{P}/leases/renew", json={"session": session, "items": held}).json()
        assert renewed["renewed"] == []
    assert not set(leased(team["bob"])) & set(held)


def test_nobody_undoes_what_another_one_did(team):
    item = leased(team["ann"])[0]
    answer(team["ann"], "u1", item)
    body = {"session": "s", "annotator": "ann", "events": [event("u2", item, "undo", target="u1")]}
    assert team["bob"].post(f"{P}/events", json=body).json()["results"][0]["status"] == "refused"
    assert team["max"].get(f"{P}/items/{item}").json()["label"] is not None


def test_an_annotator_sees_their_own_history_alone(team):
    answer(team["ann"], "u1", leased(team["ann"])[0])
    assert team["bob"].get(f"{P}/history?annotator=ann").json()["events"] == []
    assert len(team["ann"].get(f"{P}/history?annotator=bob").json()["events"]) == 1
    assert len(team["max"].get(f"{P}/history?annotator=ann").json()["events"]) == 1


@pytest.mark.parametrize("how", ["shut out", "taken out"])
def test_who_leaves_holds_nothing(team, how):
    held, number = leased(team["ann"]), team.ids["ann"]
    places = "pq" if how == "shut out" else "p"  # q is not open
    for name in places:
        given_to(team, name, "ann")
    if how == "shut out":
        path = f"/api/v1/people/{number}/disabled"
        assert team["root"].put(path, json={"disabled": True}).status_code == 200
        assert team["ann"].get("/api/v1/projects").status_code == 401
    else:
        assert team["max"].delete(f"{P}/members/{number}").status_code == 200
        assert team["ann"].get(f"{P}/project").status_code == 404
    assert set(held) <= set(leased(team["bob"], want=20))
    for name in places:
        with open_project(team.folder / name) as project, project.database.read() as conn:
            assert items_given_to(conn, "ann") == []


def given_to(team, name, annotator):
    with open_project(team.folder / name) as project, project.database.write() as conn:
        conn.exec_driver_sql(f"UPDATE item SET assigned = '{annotator}' WHERE pos IN (3, 4)")
        assert items_given_to(conn, annotator) == [3, 4]


NAMES = ["%2e%2e", "..%2f..%2fetc", "p%00", "p%2f..%2fq", "%2fetc", "p;q", "P%20", ".%2fp"]


def test_a_project_s_name_leads_nowhere_else(team):
    for name in NAMES:
        for who in ("max", "root"):
            assert team[who].get(f"/api/v1/projects/{name}/project").status_code in (404, 422), name
        page = team["root"].get(f"/p/{name}")
        assert page.status_code == 404 or page.headers["location"].startswith("/p/"), name
    written = {each["project"] for each in team.logged("view_project")}
    assert written <= {None, "p"}  # PostgreSQL takes no text with a zero in it


def test_a_broken_project_is_its_own_trouble(team):
    (team.folder / "q" / "asknext.yaml").write_text("task: [")
    assert team["mona"].get("/api/v1/projects/q/project").status_code in (400, 409)
    assert team["max"].get(f"{P}/project").status_code == 200
    listed = {who: team[who].get("/api/v1/projects").json()["projects"][-1]["problem"] for who in ("root", "mona")}
    assert "asknext.yaml" in listed["root"]
    assert listed["mona"] == "It cannot be opened; an admin sees why."


def test_what_was_found_before_a_change_is_not_kept_after_it():
    asked = []

    def find(_secret):
        asked.append(1)
        if len(asked) == 1:
            gate.forget()  # somebody is shut out while it is looked up who they are
            return "as it was"
        return None

    gate = PeopleGate(SimpleNamespace(sessions=SimpleNamespace(find=find)))
    scope = {"path": "/api/v1/projects", "method": "GET", "scheme": "http"}
    headers = Headers({"cookie": "asknext_session=x"})
    first, second = (event_loop.run(gate.refusal(scope, headers)) for _ in range(2))
    assert first is None
    assert second.status_code == 401


def test_projects_open_when_asked_for_and_close_when_they_rest(team):
    served = team.app.state.served
    assert served.open_places() == []
    team["max"].get(f"{P}/project")
    team["mona"].get("/api/v1/projects/q/project")
    first, second = served.open_places()
    first.used -= 1_000_000
    team.nobody.portal.call(served.close_resting)
    assert served.open_places() == [second]
    assert team["max"].get(f"{P}/project").status_code == 200


def test_one_project_trains_at_a_time(team):
    from asknext.server.served_projects import ServedProjects

    async def rounds():
        served, running, most = ServedProjects(team.workspace), 0, 0
        places = [await served.place(name) for name in "pq"]

        async def round_(place):
            nonlocal running, most
            async with place.training._turn:
                running, most = running + 1, max(most, running + 1)
                await asyncio.sleep(0.01)
                running -= 1

        await asyncio.gather(*(round_(each) for each in places * 3))
        await served.stop()
        return most

    assert event_loop.run(rounds()) == 1


@pytest.mark.parametrize("place", ["people.identity.may", "people.sessions.session_by_hash"])
def test_a_mistake_of_ours_opens_nothing_and_tells_nothing(team, monkeypatch, place):
    def broken(*_):
        raise RuntimeError("the secret reason")

    monkeypatch.setattr(f"asknext.{place}", broken)
    refused = team["max"].get(f"{P}/project")
    assert refused.headers["x-frame-options"] == "DENY"
    assert refused.status_code == 500
    assert re.fullmatch(
        r"Something went wrong in the server; its log has it as \w{8}\.", refused.json()["error"]["message"]
    )
    assert "secret reason" not in refused.text


def test_no_secret_in_logs_answers_or_files(team, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    token = team["max"].post("/api/v1/account/tokens", json={"name": "t", "scopes": ["label"]}).json()["token"]
    invitation = team["max"].post(f"{P}/invitations", json={"role": "annotator"}).json()["secret"]
    log_in(team.client(), password="wrong but mine")
    client = team.client()
    log_in(client)
    session = client.cookies.get("asknext_session")
    team.client().get(f"{P}/project", headers={"Authorization": f"Bearer {token}"})
    team.client().post("/api/v1/invitation", json={"secret": invitation})
    shown = "".join(each.get("/api/v1/account").text for each in (team["max"], client))
    shown += team["root"].get("/api/v1/people").text + team["root"].get("/api/v1/audit").text
    shown += team["root"].get("/metrics").text + caplog.text + "".join(capfd.readouterr())
    kept = b"".join(each.read_bytes() for each in team.folder.glob("people.db*"))
    for secret in (token, invitation, session, PASSWORD, "wrong but mine"):
        assert secret not in shown
        assert secret.encode() not in kept


def test_the_log_as_a_table_runs_nothing(team):
    for name in ("=cmd|' /C calc'!A0", "+1+1", "-1-1", "@SUM(1)", "\uff1d1"):
        log_in(team.client(), name, "wrong wrong wrong")
    answer_ = team["root"].get("/api/v1/audit/export")
    assert answer_.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    import csv
    import io

    cells = [cell for row in csv.reader(io.StringIO(answer_.text)) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not any(each.startswith(("=", "+", "-", "@", "\uff1d")) for each in cells)


def test_filters_are_values_and_nothing_else(team):
    for text in ("' OR 1=1 --", '"; DROP TABLE audit; --', "%", "_", "password", "person.password"):
        for name in ("who", "what", "project"):
            assert team["root"].get("/api/v1/audit", params={name: text}).json()["entries"] == []
    assert team["root"].get("/api/v1/audit", params={"person__password__startswith": "$argon2"}).status_code == 200
    assert team["root"].get("/api/v1/audit").json()["entries"] != []


def test_every_answer_carries_the_headers(team):
    from asknext.server.security import HEADERS

    for path in ("/login", "/projects", "/api/v1/projects", "/api/v1/nothing", "/static/nothing", f"{P}/items/1/media"):
        for client in (team.nobody, team["max"]):
            found = client.get(path).headers
            assert {name: found.get(name) for name in HEADERS} == HEADERS | {
                "Content-Security-Policy": found["Content-Security-Policy"]
            }
            assert "unsafe" not in found["Content-Security-Policy"]
    assert team["max"].get("/api/v1/projects").headers["cache-control"] == "no-store"


def test_what_is_told_of_an_invitation_is_little(team):
    secret = team["max"].post(f"{P}/invitations", json={"role": "annotator", "note": "for Zoe"}).json()["secret"]
    found = team.client().post("/api/v1/invitation", json={"secret": secret}).json()
    assert "for Zoe" not in json.dumps(found)
    assert set(found) == {"kind", "project", "role", "admin", "name", "logged_in", "single_sign_on"}
    for _ in range(HERE):
        team.client().post("/api/v1/invitation", json={"secret": "x" * 43})
    assert team.client().post("/api/v1/invitation", json={"secret": secret}).status_code == 429


def test_a_real_server_for_a_workspace_starts_lets_somebody_in_and_stops_in_good_order(team_template, tmp_path, start):
    shutil.copytree(team_template.folder, tmp_path / "team")
    server = start(tmp_path / "team")
    assert "token" not in server.line
    host = {"Host": f"localhost:{server.port}"}
    assert server.call("GET", f"{P}/project", headers=host)[0] == 401
    cookie = {**host, "Cookie": f"asknext_session={team_template.sessions['ann']}"}
    status, _, found = server.call("GET", f"{P}/project", headers=cookie)
    assert (status, found["identity"]["name"], found["identity"]["role"]) == (200, "ann", "annotator")
    for path in ("/api/v1/projects/../projects/q/project", "/static/../people.db", "/p/../people.db", "/people.db"):
        answer_ = server.raw(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        assert b"SQLite" not in answer_
        assert int(answer_.split(b" ", 2)[1]) in (303, 401, 404)
    assert server.stop() == 0
