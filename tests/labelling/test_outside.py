"""The guarded way out: nothing leaves for an inner address, and no answer holds anybody up."""

import socket
import time

import pytest
from tests.elsewhere import Quiet, listening

from asknext.errors import InputError
from asknext.labelling.outside import ForbiddenAddress, Outside, Unreachable, checked_url
from asknext.labelling.public_address import Allowed, is_public

HOSTILE = [
    "http://127.0.0.1/",
    "http://127.0.0.1:22/",
    "http://127.1/",
    "http://127.255.255.254/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0/",
    "http://0.0.0.0/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://172.16.0.1/",
    "http://172.31.255.1/",
    "http://192.168.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.0.1/",
    "http://168.63.129.16/",
    "http://100.64.0.1/",
    "http://100.100.100.200/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://192.88.99.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[::127.0.0.1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:a9fe:a9fe::1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a9fe:a9fe]/",
    "http://[2001:0:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://[100::1]/",
]
MALFORMED = [
    "file:///etc/passwd",
    "ftp://example.org/",
    "gopher://127.0.0.1:70/_x",
    "javascript:alert(1)",
    "//example.org/",
    "example.org",
    "http://user:secret@example.org/",
    "http://user@example.org/",
    "http://example.org\\@127.0.0.1/",
    "http://example.org/ x",
    "http://example.org/\r\nHost: inner",
    "http://example.org:0/",
    "http://example.org:99999/",
    "http://example.org:x/",
    "http:///path",
    "http://[::1/",
    "http://exämple.org/",
    "https://example.org/" + "a" * 2000,
]


@pytest.fixture
def connections(monkeypatch):
    """Every connection that is tried."""
    tried = []
    monkeypatch.setattr(socket, "create_connection", lambda address, *_a, **_k: tried.append(address))
    return tried


@pytest.mark.parametrize("url", HOSTILE)
def test_no_connection_leaves_for_an_inner_address(url, connections):
    def resolve(host, port):
        try:
            return [each[4][0] for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except OSError:  # a machine without IPv6, or whose resolver knows no localhost.
            return [host.strip("[]") if ":" in host else "127.0.0.1"]

    with pytest.raises(ForbiddenAddress, match="inside a network"):
        Outside(resolve=resolve).send("GET", url)
    assert connections == []


@pytest.mark.parametrize("url", MALFORMED)
def test_a_url_has_the_form_of_one(url, connections):
    with pytest.raises(ForbiddenAddress):
        checked_url(url)
    assert connections == []


def test_one_inner_address_among_public_ones_is_enough_to_refuse(connections):
    with pytest.raises(ForbiddenAddress):
        Outside(resolve=lambda *_: ["93.184.216.34", "10.0.0.7"]).send("GET", "http://example.org/")
    assert connections == []


def test_a_name_that_changes_its_mind_is_asked_once_and_pinned(monkeypatch):
    answers, tried = iter([["93.184.216.34"], ["127.0.0.1"]]), []

    def connect(address, *_a, **_k):
        tried.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr(socket, "create_connection", connect)
    outside = Outside(resolve=lambda *_: next(answers))
    with pytest.raises(Unreachable, match="Connection refused"):
        outside.send("GET", "http://rebinding.example/")
    assert tried == [("93.184.216.34", 80)]
    with pytest.raises(ForbiddenAddress):
        outside.send("GET", "http://rebinding.example/")


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address):
    assert is_public(address)


def test_what_is_allowed_is_named_by_host_or_network():
    allowed = Allowed(["models.local", "10.1.0.0/16", "::1"])
    assert allowed.permits("MODELS.local.", "192.168.3.4")
    assert allowed.permits("other", "10.1.2.3")
    assert allowed.permits("other", "::1")
    assert not allowed.permits("other", "10.2.0.1")
    with pytest.raises(InputError, match="neither a host"):
        Allowed(["10.0.0.0/99"])


class Stub(Quiet):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "/landed")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif self.path == "/drip":
            self.drip()
        elif self.path == "/large":
            self.reply(b"x" * 5000)
        elif self.path == "/garbage":
            self.wfile.write(b"SSH-2.0-secret\r\n")
            self.close_connection = True
        else:
            self.reply(self.headers["Host"].encode())

    def do_POST(self):
        self.reply(self.body() + self.headers["X-Own"].encode())

    def drip(self):
        try:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(200):
                self.wfile.write(b"X-%d: y\r\n" % number)
                time.sleep(0.05)
        except OSError:
            self.close_connection = True


@pytest.fixture(scope="module")
def stub():
    with listening(Stub, "localhost") as url:
        yield url.rstrip("/")


def local(**limits):
    return Outside(["localhost"], resolve=lambda *_: ["127.0.0.1"], **limits)


def test_an_allowed_host_is_asked_by_its_name(stub):
    assert local().send("GET", stub + "/").body.decode() == stub.removeprefix("http://")
    assert local().send("POST", stub + "/x", b"body", {"X-Own": "!"}).body == b"body!"


def test_a_redirect_comes_back_as_it_is(stub):
    reply = local().send("GET", stub + "/redirect")
    assert (reply.status, reply.well, reply.headers["location"]) == (302, False, "/landed")


def test_an_answer_that_drips_is_cut_off_at_the_limit_of_time(stub):
    with pytest.raises(Unreachable, match="time was up"):
        local(seconds=0.3).send("GET", stub + "/drip")


def test_an_answer_that_is_too_large_is_cut_off(stub):
    with pytest.raises(Unreachable, match="larger than 4,000 bytes"):
        local(most=4000).send("GET", stub + "/large")


def test_what_the_other_side_says_is_not_repeated(stub):
    with pytest.raises(Unreachable) as caught:
        local().send("GET", stub + "/garbage")
    assert "secret" not in str(caught.value)


def test_a_host_that_nobody_knows():
    with pytest.raises(Unreachable, match="There is no host"):
        Outside(resolve=lambda *_: []).send("GET", "http://nowhere.example/")
