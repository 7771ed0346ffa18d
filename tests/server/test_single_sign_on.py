"""The way to a provider and back, with a provider on this machine that can be told to lie."""

import http.server
import json
import shutil
import threading
import time
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from tests.server.teams import PASSWORD, Team, cheap_hashes

jwk = pytest.importorskip("joserfc.jwk", reason="single sign-on needs joserfc")
jwt = pytest.importorskip("joserfc.jwt", reason="single sign-on needs joserfc")

KEY = jwk.RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
CODE = "the code"


class Provider(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        url = self.server.url
        if self.path == "/.well-known/openid-configuration":
            endpoints = {"authorization_endpoint": "/authorise", "token_endpoint": "/token", "jwks_uri": "/keys"}
            found = {"issuer": url, **{name: url + path for name, path in endpoints.items()}}
            return self.answer({**found, **self.server.discovery})
        return self.answer({"keys": [KEY.as_dict(private=False)]})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((self.headers["Authorization"], parse_qs(body)))
        now = time.time()
        claims = {"iss": self.server.url, "aud": "asknext", "sub": "7", "exp": now + 60, "iat": now, "name": "Zoe"}
        claims |= {"nonce": self.server.nonce, **self.server.lies}
        return self.answer({"id_token": jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)}, self.server.status)

    def answer(self, found, status=200):
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(found).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def provider():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    server.url = f"http://127.0.0.1:{server.server_port}"
    server.asked, server.lies, server.discovery, server.nonce, server.status = [], {}, {}, None, 200
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def team(team_template, tmp_path, monkeypatch, provider):
    cheap_hashes(monkeypatch)
    monkeypatch.setenv("SIGN_ON_SECRET", "s3cret of ours")
    sign_on = {"issuer": provider.url, "client_id": "asknext", "client_secret": "env:SIGN_ON_SECRET"}
    sign_on |= {"name": "Firm", "domains": ["firm.example"]}
    settings = tmp_path / "settings"
    shutil.copytree(team_template.folder, settings)
    (settings / "workspace.yaml").write_text(
        yaml.safe_dump({"public_url": "http://localhost", "single_sign_on": sign_on})
    )
    about = {"ids": team_template.ids, "sessions": team_template.sessions}
    made = Team(SimpleNamespace(folder=settings, **about), tmp_path / "team")
    yield made
    made.close()


def begin(team, provider, client=None, **query):
    """A browser on its way: the client, and what the provider was asked."""
    client = client or team.client()
    answer = client.get("/single-sign-on", params=query)
    assert answer.status_code == 303
    return client, sent_to(provider, answer.headers["location"])


def sent_to(provider, address):
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    provider.nonce = asked["nonce"]
    return asked


def back(client, asked, **changed):
    return client.get("/single-sign-on/back", params={"code": CODE, "state": asked["state"], **changed})


def who(client):
    answer = client.get("/api/v1/account")
    return answer.json()["name"] if answer.status_code == 200 else None


def refused(answer):
    return answer.status_code == 303 and answer.headers["location"] == "/login?refused"


def test_there_and_back(team, provider):
    provider.lies = {"email": "zoe@firm.example", "email_verified": True}
    client, asked = begin(team, provider, next="/p/p/label")
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://localhost/single-sign-on/back"
    answer = back(client, asked)
    assert (answer.status_code, answer.headers["location"]) == (303, "/p/p/label")
    assert who(client) == "Zoe"
    import base64
    import hashlib

    authorization, fields = provider.asked[0]
    assert base64.b64decode(authorization.removeprefix("Basic ")) == b"asknext:s3cret%20of%20ours"
    digest = hashlib.sha256(fields["code_verifier"][0].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
    assert fields["code"] == [CODE]


def test_who_was_not_invited_stays_out(team, provider):
    for lies in ({}, {"email": "zoe@firm.example"}, {"email": "z@other.example", "email_verified": True}):
        provider.lies = lies
        client, asked = begin(team, provider)
        assert refused(back(client, asked))
        assert who(client) is None
    reasons = [each["detail"]["reason"] for each in team.logged("single_sign_on")]
    assert len(reasons) == 3
    assert all("not invited" in each for each in reasons)


def test_an_answer_is_taken_once(team, provider):
    provider.lies = {"email": "zoe@firm.example", "email_verified": True}
    client, asked = begin(team, provider)
    assert not refused(back(client, asked))
    assert refused(back(client, asked))
    assert len(provider.asked) == 1


def test_an_answer_is_taken_in_the_browser_that_asked(team, provider):
    provider.lies = {"email": "zoe@firm.example", "email_verified": True}
    client, asked = begin(team, provider)
    victim = team.client()
    assert refused(back(victim, asked))
    assert who(victim) is None
    other, _ = begin(team, provider)
    client, asked = begin(team, provider, client)
    assert refused(back(other, asked))
    assert provider.asked == []


def test_an_answer_nobody_asked_for(team, provider):
    client, asked = begin(team, provider)
    for state in ("", "x" * 43, "\u00e9"):
        assert refused(back(client, asked, state=state))


def test_a_token_that_is_not_ours(team, provider):
    for lies in ({"iss": "https://evil.example"}, {"aud": "another"}, {"nonce": "old"}, {"exp": 1}):
        provider.lies = {"email": "zoe@firm.example", "email_verified": True, **lies}
        client, asked = begin(team, provider)
        assert refused(back(client, asked))
        assert who(client) is None


def test_a_provider_that_calls_itself_something_else(team, provider):
    provider.discovery = {"issuer": "https://evil.example"}
    assert refused(team.client().get("/single-sign-on"))


def test_a_provider_that_leads_to_another_scheme(team, provider):
    provider.discovery = {"authorization_endpoint": "javascript:alert(1)"}
    assert refused(team.client().get("/single-sign-on"))


def test_a_provider_that_fails_is_not_quoted(team, provider):
    client, asked = begin(team, provider)
    provider.status = 500
    answer = back(client, asked)
    assert refused(answer)
    assert "status 500" in team.logged("single_sign_on")[0]["detail"]["reason"]


def test_the_way_back_leads_to_no_other_site(team, provider):
    provider.lies = {"email": "zoe@firm.example", "email_verified": True}
    for next_ in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "evil"):
        client, asked = begin(team, provider, next=next_)
        assert back(client, asked).headers["location"] == "/projects"


def test_an_invitation_is_taken_up_by_an_account_elsewhere(team, provider):
    secret = team["max"].post("/api/v1/projects/p/invitations", json={"role": "reviewer"}).json()["secret"]
    client = team.client()
    asked = sent_to(
        provider, client.post("/api/v1/invitation/single-sign-on", json={"secret": secret}).json()["address"]
    )
    assert back(client, asked).headers["location"] == "/p/p/label"
    assert client.get("/api/v1/account").json()["roles"] == {"p": "reviewer"}
    again = team.client().post("/api/v1/invitation/single-sign-on", json={"secret": secret})
    assert again.status_code == 404
    assert not client.get("/api/v1/account").json()["has_password"]
    wrong = team.client().post("/api/v1/login", json={"name": "Zoe", "password": ""})
    assert wrong.status_code == 401


def test_one_s_account_is_tied_and_both_ways_lead_in(team, provider):
    address = team["ann"].post("/api/v1/account/single-sign-on").json()["address"]
    assert back(team["ann"], sent_to(provider, address)).headers["location"] == "/account"
    client, asked = begin(team, provider)
    back(client, asked)
    assert who(client) == "ann"
    assert team.client().post("/api/v1/login", json={"name": "ann", "password": PASSWORD}).status_code == 200
    address = team["bob"].post("/api/v1/account/single-sign-on").json()["address"]
    assert refused(back(team["bob"], sent_to(provider, address)))
    assert who(team["bob"]) == "bob"


def test_a_tie_that_was_begun_is_not_finished_by_somebody_else(team, provider):
    address = team["ann"].post("/api/v1/account/single-sign-on").json()["address"]
    asked = sent_to(provider, address)
    team["ann"].cookies.delete("asknext_session")
    assert refused(back(team["ann"], asked))


def test_nothing_of_it_where_it_is_not_set_up(team_template, tmp_path):
    team = Team(team_template, tmp_path / "plain")
    try:
        assert team.nobody.get("/single-sign-on").status_code == 404
        assert team.nobody.get("/single-sign-on/back?code=a&state=b").status_code == 404
        assert team.nobody.get("/api/v1/login").json()["single_sign_on"] is None
    finally:
        team.close()
