import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
from starlette.testclient import TestClient
from tests.labelling.conftest import Clock, fill, make_project
from tests.server.teams import team, team_template

from asknext.server.app import create_app

__all__ = ["Clock", "fill", "make_project", "team", "team_template"]

SERVE = (
    "import sys; from asknext.server.run import serve; "
    "serve(sys.argv[1], sys.argv[2], int(sys.argv[3]), train=sys.argv[4] == 'train')"
)


class Server:
    """A real server in a process of its own."""

    def __init__(self, folder, *, host="127.0.0.1", port=0, train=False, limit=None):
        command = [sys.executable, "-c", SERVE, str(folder), host, str(port), "train" if train else "no"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, preexec_fn=limit
        )
        self.line = self.process.stdout.readline()
        assert self.line, f"the server ended with {self.process.wait()}"
        self.port = int(self.line.split()[2].rsplit(":", 1)[1].strip("/"))

    def call(self, method, path, body=None, headers=None):
        """(status, headers in small letters, JSON or bytes)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        data = json.dumps(body).encode() if isinstance(body, dict | list) else body
        sent = {"Content-Type": "application/json"} if isinstance(body, dict | list) else {}
        connection.request(method, path, data, {**sent, **(headers or {})})
        answer = connection.getresponse()
        content = answer.read()
        found = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        is_json = found.get("content-type", "").startswith("application/json")
        return answer.status, found, json.loads(content) if is_json else content

    def raw(self, request):
        """Bytes out, bytes back, with nothing in between that mends them."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as sock:
            sock.sendall(request)
            answer = b""
            while chunk := sock.recv(65536):
                answer += chunk
        return answer

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.close()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        self.close()
        return code

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(20)
        self.process.stdout.close()


@pytest.fixture
def start():
    servers = []

    def begin(folder, **more):
        servers.append(Server(folder, **more))
        return servers[-1]

    yield begin
    for each in servers:
        each.close()


@pytest.fixture
def client_of():
    """A client in front of the whole application, in this process and without a trainer."""
    clients = []

    def make(project, **settings):
        app = create_app(project, train=False, **settings)
        client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
        clients.append(client.__enter__())
        return client

    yield make
    for each in clients:
        each.__exit__(None, None, None)


def processes_below(pid):
    """Every process that ``pid`` started, and theirs."""
    found, todo = [], [pid]
    while todo:
        parent = todo.pop()
        try:
            for task in os.listdir(f"/proc/{parent}/task"):
                with open(f"/proc/{parent}/task/{task}/children") as file:
                    children = [int(each) for each in file.read().split()]
                found += children
                todo += children
        except OSError:
            continue
    return found


def hurry():
    """What works behind everything else would wait for as long as other tests compute."""
    for each in processes_below(os.getpid()):
        with contextlib.suppress(OSError):  # not everybody may
            os.setpriority(os.PRIO_PROCESS, each, 0)


def until(condition, seconds=120.0):
    """Wait for something that comes in its own time; what it gave."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        hurry()
        time.sleep(0.05)
    raise AssertionError("it did not come")
