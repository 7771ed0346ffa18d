import os
import re
import stat

import pytest

from asknext.errors import ProjectError
from asknext.server.run import _announcement, _sentence
from asknext.server.security import CSP, HEADERS, known_hosts
from asknext.server.tokens import token_of

TOKEN = "correct horse battery staple"


def request(method, path, *headers, body=b""):
    lines = [f"{method} {path} HTTP/1.1", *headers, f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def status_of(answer):
    return int(answer.split(b" ", 2)[1])


LEASE = b'{"session":"s","annotator":"me","want":1}'
JSON = "Content-Type: application/json"


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    from tests.server.conftest import Server, fill

    from asknext.project.config import Config
    from asknext.project.folder import create_project

    project = create_project(tmp_path_factory.mktemp("served") / "p", Config())
    fill(project, 20)
    project.close()
    server = Server(project.folder)
    yield server
    server.close()


@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "/", "ok", None),
        ("GET", "/healthz", "ok", 200),
        ("GET", "/metrics", "ok", 200),
        ("GET", "/api/v1/project", "ok", 200),
        ("GET", "/api/v1/openapi.json", "ok", 200),
        ("GET", "/api/v1/nothing", "ok", 404),
        ("GET", "/static/nothing.js", "ok", 404),
        ("GET", "/static/../app.py", "ok", 404),
        ("GET", "/static/%2e%2e/app.py", "ok", 404),
        ("GET", "/static/..%2fapp.py", "ok", 404),
        ("GET", "/api/v1/items/1/media", "ok", 404),
        ("GET", "/api/v1/items/999999999999", "ok", 422),
        ("PATCH", "/api/v1/project", "ok", 405),
        ("POST", "/api/v1/leases", "ok", 422),
        ("GET", "/api/v1/project", "evil", 421),
    ],
)
def test_every_answer_carries_the_headers(served, method, path, host, status):
    name = f"127.0.0.1:{served.port}" if host == "ok" else "evil.example"
    answer = served.raw(request(method, path, f"Host: {name}"))
    assert status is None or status_of(answer) == status
    head = answer.partition(b"\r\n\r\n")[0].decode().lower()
    for header, value in HEADERS.items():
        assert f"{header}: {value}".lower() in head
    if path.startswith("/api/") or (status or 0) >= 400:
        assert "cache-control: no-store" in head
    assert "server:" not in head
    assert "access-control" not in head


def test_the_policy_lets_nothing_inline_run():
    assert "unsafe" not in CSP
    assert CSP.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in CSP


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:{port}", 200),
        ("127.0.0.1:{port}", 200),
        ("127.0.0.1", 200),
        ("[::1]:{port}", 200),
        ("LOCALHOST:{port}", 200),
        ("evil.example", 421),
        ("evil.example:{port}", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("192.168.1.7:{port}", 421),
        ("", 421),
        ("localhost@evil.example", 421),
    ],
)
def test_dns_rebinding(served, host, status):
    answer = served.raw(request("GET", "/healthz", f"Host: {host.format(port=served.port)}"))
    assert status_of(answer) == status


def test_two_hosts_or_none(served):
    assert status_of(served.raw(request("GET", "/healthz"))) in (400, 421)
    both = served.raw(request("GET", "/healthz", "Host: localhost", "Host: evil.example"))
    assert status_of(both) in (400, 421)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([], 200),
        (["Origin: http://localhost:1"], 403),
        (["Origin: http://evil.example"], 403),
        (["Origin: null"], 403),
        (["Origin: http://[broken"], 403),
        (["Origin: http://{host}"], 200),
        (["Origin: https://{host}"], 200),
        (["Origin: ftp://{host}"], 403),
        (["Origin: http://{host}", "Sec-Fetch-Site: same-origin"], 200),
        (["Sec-Fetch-Site: same-origin"], 200),
        (["Sec-Fetch-Site: none"], 200),
        (["Sec-Fetch-Site: same-site"], 403),
        (["Sec-Fetch-Site: cross-site"], 403),
        (["Origin: http://{host}", "Sec-Fetch-Site: cross-site"], 403),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/leases", "/api/v1/leases/release"])
def test_other_sites_cannot_change_anything(served, headers, status, path):
    host = f"localhost:{served.port}"
    sent = [each.format(host=host) for each in headers]
    body = LEASE if path.endswith("leases") else b'{"session":"s"}'
    assert status_of(served.raw(request("POST", path, f"Host: {host}", JSON, *sent, body=body))) == status


def test_a_body_that_is_too_large_is_refused_before_and_while_it_is_read(served):
    host = f"Host: localhost:{served.port}"
    head = f"POST /api/v1/leases HTTP/1.1\r\n{host}\r\n{JSON}\r\nConnection: close\r\n"
    declared = served.raw(f"{head}Content-Length: 99999999\r\n\r\n".encode())
    assert status_of(declared) == 413
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    try:
        chunked = served.raw(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + chunk * 20 + b"0\r\n\r\n")
    except (BrokenPipeError, ConnectionResetError):
        return  # it was cut off while it was still talking
    assert status_of(chunked) == 413


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b'{"session":"\xff"}', b'{"session":"\\ud800","annotator":"a","want":1}', b"nul"]
)
def test_bodies_that_are_no_json_are_a_4xx(served, body):
    answer = served.raw(request("POST", "/api/v1/leases", f"Host: localhost:{served.port}", JSON, body=body))
    assert 400 <= status_of(answer) < 500


def test_names_beyond_this_machine():
    known = known_hosts("0.0.0.0", ["Labels.Example"])
    assert known("192.168.1.7")
    assert known("fe80::1")
    assert known("labels.example")
    assert not known("evil.example")


@pytest.fixture
def guarded(client_of, make_project):
    client = client_of(make_project(5), token=TOKEN, host="0.0.0.0")
    return client


def test_nothing_opens_without_the_token(guarded):
    for path in ("/api/v1/project", "/api/v1/dashboard", "/api/v1/items", "/metrics", "/api/v1/openapi.json"):
        assert guarded.get(path).status_code == 401
    for path in ("/api/v1/leases", "/api/v1/events", "/api/v1/items", "/api/v1/train", "/api/v1/logout"):
        assert guarded.post(path, json={}).status_code == 401
    assert guarded.get("/dashboard", follow_redirects=False).headers["location"] == "/login?next=/dashboard"
    assert guarded.get("/healthz").status_code == 200


def test_every_route_is_closed_but_those_on_the_list(guarded):
    from tests.server.routes_of import walked

    from asknext.server.gate import is_public

    routes = walked(guarded.app)
    assert len(routes) > 20
    for route in routes:
        for method in route.methods:
            answer = guarded.request(method, filled(route.path), follow_redirects=False)
            if not is_public(route.path):
                page = not route.path.startswith(("/api/", "/metrics"))
                assert answer.status_code == (303 if page else 401), route.path


def filled(path):
    """A path with numbers in its gaps."""
    return re.sub(r"\{[^}]*\}", "1", path)


def test_logging_in_and_out(guarded):
    assert guarded.post("/api/v1/login", json={"token": "wrong"}).status_code == 401
    answer = guarded.post("/api/v1/login", json={"token": TOKEN})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/" in cookie
    assert TOKEN not in cookie
    assert guarded.get("/api/v1/project").status_code == 200
    kept = guarded.cookies["asknext_session"]
    guarded.post("/api/v1/logout")
    guarded.cookies.set("asknext_session", kept)
    assert guarded.get("/api/v1/project").status_code == 401


def test_a_new_session_each_time_and_a_forged_one_is_nothing(guarded):
    guarded.cookies.set("asknext_session", "forged")
    assert guarded.get("/api/v1/project").status_code == 401
    guarded.cookies.clear()
    sessions = set()
    for _ in range(2):
        guarded.post("/api/v1/login", json={"token": TOKEN})
        sessions.add(guarded.cookies["asknext_session"])
        guarded.cookies.clear()
    assert len(sessions - {"forged"}) == 2


def test_programs_bring_the_token_in_a_header(guarded):
    assert guarded.get("/api/v1/project", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert guarded.get("/api/v1/project", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert guarded.get(f"/api/v1/project?token={TOKEN}").status_code == 401


def test_guessing_is_slowed_down(guarded):
    for _ in range(10):
        assert guarded.post("/api/v1/login", json={"token": "wrong"}).status_code == 401
    answer = guarded.post("/api/v1/login", json={"token": TOKEN})
    assert answer.status_code == 429
    assert guarded.get("/api/v1/project", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 401


def test_sessions_end(make_project):
    from tests.server.conftest import Clock

    from asknext.people.secret import hashed
    from asknext.server.tokens import SESSION_SECONDS, Keeper

    project, clock = make_project(1), Clock()
    keeper = Keeper(project.database, hashed(TOKEN), clock=clock)
    secret, _ = keeper.open_session()
    again = Keeper(project.database, hashed(TOKEN), clock=clock)
    assert keeper.knows(secret)
    assert again.knows(secret)
    clock.now += SESSION_SECONDS + 1
    assert not keeper.knows(secret)
    assert not again.knows(secret)


def test_the_token_is_shown_once_and_kept_as_a_hash(tmp_path):
    kept, token = token_of(tmp_path)
    assert token is not None
    assert len(token) >= 40
    assert token not in (tmp_path / "token").read_text()
    assert stat.S_IMODE(os.stat(tmp_path / "token").st_mode) == 0o600
    assert token_of(tmp_path) == (kept, None)
    (tmp_path / "token").write_text("nonsense")
    with pytest.raises(ProjectError, match="delete the file"):
        token_of(tmp_path)


def test_beyond_this_machine_a_token_is_asked_for_and_printed_once(start, make_project):
    project = make_project(3)
    first = start(project.folder, host="0.0.0.0")
    token = first.line.rsplit(" ", 1)[1].strip()
    assert "shown only this once" in first.line
    assert first.call("GET", "/api/v1/project")[0] == 401
    assert first.call("GET", "/api/v1/project", headers={"Authorization": f"Bearer {token}"})[0] == 200
    assert first.stop() == 0
    again = _announcement("0.0.0.0", first.port, token_of(project.folder)[1])
    assert str(first.port) in _sentence(again)
    assert "token" not in _sentence(again)
