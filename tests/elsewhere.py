"""Servers of others, on a free port of this machine, for as long as a test needs them."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
from collections.abc import Iterator

__all__ = ["Quiet", "labeller", "listening"]


@contextlib.contextmanager
def listening(handler: type[http.server.BaseHTTPRequestHandler], host: str = "127.0.0.1") -> Iterator[str]:
    """The address at which ``handler`` answers."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://{host}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class Quiet(http.server.BaseHTTPRequestHandler):
    """Answers with what `reply` is given, and writes no log."""

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def reply(self, body: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):  # whoever asked may have gone
            self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


def labeller(name: str) -> type[Quiet]:
    """A model that labels everything ``name`` while ``held`` is set, and takes whatever else is sent to it."""

    class Model(Quiet):
        held = threading.Event()

        def do_POST(self) -> None:
            self.held.wait(10)
            items = json.loads(self.body()).get("items", [])
            said = [{"id": each["id"], "label": name, "confidence": 0.9} for each in items]
            self.reply(json.dumps({"labels": said}).encode())

    Model.held.set()
    return Model
