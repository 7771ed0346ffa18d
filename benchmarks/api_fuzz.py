"""The HTTP interface under Schemathesis: every operation of both documents, with right and wrong requests.

    python benchmarks/api_fuzz.py SCHEMATHESIS [--examples 50] [--seed 0] [--phases examples,coverage,fuzzing]

SCHEMATHESIS is the program, in an environment of its own (``pip install schemathesis``): it is no dependency of ours.
A server for one project and one for a workspace are started in folders of their own; the exit code is 0 when neither
answered with a server error, sent what its document does not say, or took what the document forbids.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
ENDS = ("/api/v1/logout", "/api/v1/account/sessions/{session}", "/api/v1/people/{person}/disabled")
"""What would end the session that asks: the tests of people have these."""

SETTINGS = 'hooks = "hooks.py"\n[parameters]\n"path.project" = "p"\n'
HOOKS = """import schemathesis

@schemathesis.serializer("application/x-ndjson")
def lines(ctx, value):
    return str(value).encode("utf-8", "replace")
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--examples", type=int, default=50)
    parser.add_argument("--phases", default="examples,coverage,fuzzing")
    parser.add_argument("--path", help="one path of the document, as it stands there")
    parser.add_argument("--only", choices=["alone", "workspace"])
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    codes = []
    with tempfile.TemporaryDirectory(prefix="asknext-fuzz-") as folder:
        for serve in (alone, workspace) if given.only is None else (globals()[given.only],):
            with serve(Path(folder)) as (url, headers):
                print(f"== {serve.__name__}: {url}", flush=True)
                (Path(folder) / "schemathesis.toml").write_text(SETTINGS)
                (Path(folder) / "hooks.py").write_text(HOOKS)
                codes.append(subprocess.call(command(given, url, headers), cwd=folder))
    return max(codes)


def command(given: argparse.Namespace, url: str, headers: list[str]) -> list[str]:
    limits = ["--checks", CHECKS, "--max-examples", str(given.examples), "--seed", str(given.seed)]
    chosen = [] if given.path is None else ["--include-path", given.path]
    left_out = [part for path in ENDS for part in ("--exclude-path", path)]
    sent = [part for each in headers for part in ("-H", each)]
    quiet = [
        "--no-color",
        "--warnings",
        "off",
        "--suppress-health-check",
        "all",
        "--phases",
        "examples,coverage,fuzzing",
    ]
    program = str(Path(given.program).resolve())
    return [
        program,
        "run",
        f"{url}/api/v1/openapi.json",
        *limits,
        *chosen,
        *left_out,
        *sent,
        *quiet,
        "--continue-on-failure",
    ]


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """One project, open to this machine."""
    from asknext.project.folder import open_project
    from asknext.server.app import create_app

    make(folder / "alone")
    with open_project(folder / "alone") as project, running(create_app(project, train=False)) as url:
        yield url, []


@contextlib.contextmanager
def workspace(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """A workspace with one project, asked by an admin."""
    from asknext.people.workspace import create_workspace
    from asknext.server.app import create_workspace_app

    with create_workspace(folder / "team") as made:
        make(folder / "team" / "p")
        secret = made.people.invitations.to_server(by="fuzz", admin=True)
        person = made.people.invitations.accept(secret, "root", "seven green kettles")
        session = made.people.sessions.open(person)
        with running(create_workspace_app(made, train=False)) as url:
            yield url, [f"Cookie: asknext_session={session}"]


def make(folder: Path) -> None:
    from asknext.project.config import ClassConfig, Columns, Config
    from asknext.project.folder import create_project
    from asknext.project.importing import import_data

    folder.parent.mkdir(parents=True, exist_ok=True)
    rows = folder.parent / f"{folder.name}.jsonl"
    rows.write_text("".join(json.dumps({"id": str(n), "text": f"text {n}"}) + "\n" for n in range(200)))
    classes = tuple(ClassConfig(name) for name in ("one", "two"))
    with create_project(
        folder, Config(title="fuzz", classes=classes, columns=Columns(text="text", id="id"))
    ) as project:
        import_data(project, [rows])


@contextlib.contextmanager
def running(app: Any) -> Iterator[str]:
    import socket

    import uvicorn

    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, lifespan="on", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield f"http://127.0.0.1:{sock.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        sock.close()


if __name__ == "__main__":
    sys.exit(main())
