"""Who gets through to what: every route of a workspace, for everybody, in their own project and in a foreign one."""

import re

import pytest
from tests.server.routes_of import walked
from tests.server.teams import Team, cheap_hashes

from asknext.people.permissions import may
from asknext.people.role import Role
from asknext.people.verb import ACCOUNT_VERBS, SERVER_VERBS, Verb
from asknext.server.gate import is_public

ROLES = {"root": Role.ADMIN, "max": Role.MANAGER, "rita": Role.REVIEWER, "ann": Role.ANNOTATOR}
IN_PROJECT = "/api/v1/projects/{project}/"
LETS_OUT = {("POST", "/api/v1/logout")}


@pytest.fixture(scope="module")
def walk(team_template, tmp_path_factory):
    """One team for all who only walk: what they ask for is empty or is not there, so that nothing is changed by it."""
    with pytest.MonkeyPatch.context() as patch:
        cheap_hashes(patch)
        made = Team(team_template, tmp_path_factory.mktemp("walk") / "team")
        yield made
        made.close()


def filled(path, project):
    return re.sub(r"\{[^}]*\}", "999999", path.replace("{project}", project))


def calls(team):
    """Every (method, path, verb) behind a check; what would end the caller's own session comes last."""
    found = [
        (method, route.path, route.verbs[0]) for route in walked(team.app) if route.verbs for method in route.methods
    ]
    return sorted(found, key=lambda each: (each[1] == "/api/v1/account/sessions", each))


def ask(client, method, path, project="p"):
    body = {} if method in ("POST", "PUT", "PATCH") else None
    return client.request(method, filled(path, project), json=body)


def is_foreign(answer):
    return answer.status_code == 404 and "nothing in it for you" in answer.text


def is_refused(answer):
    """By the check before the route; 500 counts as well, for nothing may break."""
    code = answer.json()["error"]["code"] if answer.status_code in (401, 403) else None
    return code in ("forbidden", "login_needed") or answer.status_code == 500


def test_every_route_has_one_verb_or_is_open_on_purpose(walk, client_of, make_project):
    for app in (walk.app, client_of(make_project(1)).app):
        routes = walked(app)
        assert len(routes) > 25
        for route in routes:
            assert len(route.verbs) == 1 or (route.public and not route.verbs), f"{route.path} names no verb"
            if route.public and route.path.startswith("/api/"):
                logs_out = all((method, route.path) in LETS_OUT for method in route.methods)
                assert is_public(route.path) or logs_out, route.path


def test_the_documents_say_what_stands_in_each_path(walk, client_of, make_project):
    alone = client_of(make_project(1))
    documents = [client.get("/api/v1/openapi.json").json() for client in (walk["max"], alone)]
    for document in documents:
        for path, operations in document["paths"].items():
            for operation in operations.values():
                named = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}
                assert named == set(re.findall(r"\{(\w+)\}", path)), path
    assert f"{IN_PROJECT}leases" in documents[0]["paths"]
    assert "/api/v1/leases" in documents[1]["paths"]


def test_what_is_about_no_project_asks_for_no_verb_of_one(walk):
    for method, path, verb in calls(walk):
        if path.startswith(IN_PROJECT):
            assert verb not in ACCOUNT_VERBS | SERVER_VERBS, (method, path)
        elif path == "/api/v1/projects":
            assert verb is Verb.VIEW_PROJECT  # of each project those alone are told who may see it
        else:
            assert verb in ACCOUNT_VERBS | SERVER_VERBS, (method, path)


@pytest.mark.parametrize("name", ROLES)
def test_each_role_gets_through_to_what_it_may_and_to_nothing_else(walk, name):
    for method, path, verb in calls(walk):
        answer = ask(walk[name], method, path)
        allowed = may(ROLES[name] if verb not in SERVER_VERBS or name == "root" else Role.ANNOTATOR, verb)
        if allowed:
            assert not is_refused(answer), (method, path, answer.text)
            assert not is_foreign(answer), (method, path)
        else:
            assert is_refused(answer), (method, path)


@pytest.mark.parametrize(("name", "project"), [("max", "q"), ("ann", "q"), ("nina", "p"), ("max", "missing")])
def test_a_foreign_project_and_one_that_is_not_there_look_alike(walk, name, project):
    for method, path, _verb in calls(walk):
        if path.startswith(IN_PROJECT):
            answer = ask(walk[name], method, path, project)
            assert is_foreign(answer), (method, path, answer.text)
            assert answer.json()["error"]["message"] == f"There is no project {project!r}, or nothing in it for you."


def test_an_admin_is_told_of_a_project_that_is_not_there_too(walk):
    for method, path, _verb in calls(walk):
        if path.startswith(IN_PROJECT):
            assert is_foreign(ask(walk["root"], method, path, "missing")), (method, path)


def test_nobody_gets_through_without_a_log_in(walk):
    for method, path, _verb in calls(walk):
        answer = ask(walk.nobody, method, path)
        assert answer.status_code == 401, (method, path)
    assert walk.nobody.get("/api/v1/openapi.json").status_code == 401
    for wrong in ({"Authorization": "Bearer asknext_wrong"}, {"Cookie": "asknext_session=wrong"}):
        assert walk.nobody.get("/api/v1/projects", headers=wrong).status_code == 401


@pytest.mark.parametrize("scope", [Verb.LABEL, Verb.EXPORT])
def test_a_token_gets_through_to_its_scope_and_to_nothing_else(walk, scope):
    client = walk.with_token("max", [scope.value], projects=["p"])
    for method, path, verb in calls(walk):
        answer = ask(client, method, path)
        if verb is scope:
            assert not is_refused(answer), (method, path, answer.text)
        else:
            assert is_refused(answer), (method, path)
        if path.startswith(IN_PROJECT):
            assert is_foreign(ask(client, method, path, "q")), (method, path)


def test_an_admin_s_token_for_one_project_is_nobody_elsewhere(walk):
    client = walk.with_token("root", [each.value for each in Verb if each not in ACCOUNT_VERBS], projects=["p"])
    assert client.get("/api/v1/projects/p/project").status_code == 200
    assert is_foreign(client.get("/api/v1/projects/q/project"))
    assert client.get("/api/v1/people").status_code == 403
    assert client.get("/api/v1/audit").status_code == 403


def test_refusals_are_written_down(team):
    team["ann"].get("/api/v1/projects/p/export")
    team["ann"].get("/api/v1/projects/q/project")
    refused = [
        (each["who"], each["what"], each["project"]) for each in team.people.log.page() if each["outcome"] != "ok"
    ]
    assert refused == [("ann", "view_project", "q"), ("ann", "export", "p")]


def test_a_page_that_is_left_open_does_not_fill_the_log(team):
    for _ in range(5):
        team["ann"].get("/api/v1/projects/q/progress")
    assert len([each for each in team.people.log.page() if each["outcome"] == "refused"]) == 1


def test_exports_and_changes_are_written_down(team):
    team["max"].get("/api/v1/projects/p/export")
    team["max"].post("/api/v1/projects/p/classes", json={"name": "d"})
    entries = [(each["who"], each["what"], each["detail"]["route"]) for each in team.people.log.page()[:2]]
    assert entries == [
        ("max", "edit_ontology", IN_PROJECT + "classes"),
        ("max", "export", IN_PROJECT + "export"),
    ]


EXTRA = [{"role": "admin"}, {"admin": True}, {"owner": "ann"}, {"person": 1}, {"id": 1}, {"name": "root", "person": 1}]


def test_bodies_take_nothing_that_they_do_not_name(team):
    for extra in EXTRA:
        check_refused(team, extra)


def check_refused(team, extra):
    lease = {"session": "s", "annotator": "ann", "want": 1}
    events = {"session": "s", "annotator": "ann", "events": []}
    for name, method, path, body in (
        ("ann", "POST", "/projects/p/leases", lease),
        ("ann", "POST", "/projects/p/events", events),
        ("max", "POST", "/projects/p/classes", {"key": "x"}),
        ("max", "POST", "/projects/p/invitations", {"note": "x"}),
        ("ann", "POST", "/account/password", {"old": "x", "new": "y"}),
        ("ann", "POST", "/account/tokens", {"scopes": ["label"]}),
        ("root", "PUT", f"/people/{team.ids['ann']}/disabled", {"disabled": False}),
        ("root", "POST", "/people/invitations", {"note": "x"}),
    ):
        known = {"admin": True} if path.endswith("people/invitations") else {}
        if extra == known or (extra == {"role": "admin"} and path.endswith("p/invitations")):
            continue
        answer = team[name].request(method, "/api/v1" + path, json={**body, **extra})
        assert answer.status_code in (403, 422), (path, answer.text)


def test_nobody_makes_themselves_more(team):
    own = team.ids["max"]
    assert team["max"].put(f"/api/v1/projects/p/members/{own}", json={"role": "manager"}).status_code == 403
    assert team["max"].put(f"/api/v1/people/{own}/admin", json={"admin": True}).status_code == 403
    assert team["max"].post("/api/v1/projects/p/members", json={"name": "max", "role": "manager"}).status_code == 403
    assert team["max"].post("/api/v1/projects/p/invitations", json={"role": "admin"}).status_code == 400
    assert team["rita"].post("/api/v1/projects/p/invitations", json={"role": "annotator"}).status_code == 403
    root = team.ids["root"]
    assert team["root"].put(f"/api/v1/people/{root}/admin", json={"admin": False}).status_code == 403
    assert team["root"].put(f"/api/v1/people/{root}/disabled", json={"disabled": True}).status_code == 403


def test_numbers_of_another_project_lead_nowhere(team):
    team["mona"].post("/api/v1/projects/q/invitations", json={"role": "annotator"})
    invitation = team["mona"].get("/api/v1/projects/q/members").json()["invitations"][0]["id"]
    assert team["max"].delete(f"/api/v1/projects/p/invitations/{invitation}").status_code == 404
    assert team["root"].delete(f"/api/v1/people/invitations/{invitation}").status_code == 404
    mona = team.ids["mona"]
    assert team["max"].put(f"/api/v1/projects/p/members/{mona}", json={"role": "annotator"}).status_code == 404
    assert team["max"].delete(f"/api/v1/projects/p/members/{mona}").status_code == 404
    assert len(team["mona"].get("/api/v1/projects/q/members").json()["invitations"]) == 1


def test_a_token_lists_the_projects_it_may_see(walk):
    def names(client):
        return [each["name"] for each in client.get("/api/v1/projects").json()["projects"]]

    assert names(walk.with_token("root", ["view_project"])) == ["p", "q"]
    assert names(walk.with_token("root", ["view_project"], projects=["q"])) == ["q"]
    assert names(walk.with_token("ann", ["view_project"])) == ["p"]
    assert walk.with_token("ann", ["label"]).get("/api/v1/projects").status_code == 403


def test_a_list_of_projects_shows_one_s_own(walk):
    def names(who):
        return [each["name"] for each in walk[who].get("/api/v1/projects").json()["projects"]]

    assert {who: names(who) for who in ("root", "max", "ann", "mona", "nina")} == {
        "root": ["p", "q"], "max": ["p"], "ann": ["p"], "mona": ["q"], "nina": [],
    }  # fmt: skip


def test_the_list_counts_what_is_labelled_whether_a_project_is_open_or_not(team):
    def numbers():
        return {each["name"]: (each["items"], each["labelled"]) for each in
                team["root"].get("/api/v1/projects").json()["projects"]}  # fmt: skip

    assert numbers() == {"p": (20, 0), "q": (20, 0)}
    lease = {"session": "s", "annotator": "x", "want": 1}
    item = team["ann"].post("/api/v1/projects/p/leases", json=lease).json()["items"][0]["item"]
    value = [team["ann"].get("/api/v1/projects/p/project").json()["classes"][0]["id"]]
    event = {"uid": "u1", "kind": "label", "item": item, "value": value, "seconds": 1.0}
    team["ann"].post("/api/v1/projects/p/events", json={"session": "s", "annotator": "x", "events": [event]})
    assert numbers() == {"p": (20, 1), "q": (20, 0)}
