"""`serve`: listen, say where, and stop in good order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import uvicorn

from asknext.errors import InputError
from asknext.people.workspace import is_workspace, open_workspace
from asknext.project.folder import open_project
from asknext.server.app import create_app, create_workspace_app
from asknext.server.security import is_loopback
from asknext.server.setup_warnings import setup_warnings
from asknext.server.tokens import token_of

__all__ = ["serve"]

Announce = Callable[[dict[str, Any], str], None]


def serve(
    folder: Path | str,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    hosts: Iterable[str] = (),
    behind: Sequence[str] = (),
    console: Any = None,
    train: bool = True,
) -> None:
    """Serve the project or the workspace in ``folder`` until SIGTERM or Ctrl-C.

    Parameters
    ----------
    host, port : where to listen; port 0 is the system's choice. Beyond this machine a project asks for a token; a
        workspace asks everybody to log in, wherever it listens.
    hosts : further names by which browsers may call the server.
    behind : the addresses (or networks) of a proxy whose word on scheme and sender is taken.
    console : has ``result(data, text)``; gets the address, and once the token. Default: one line to stdout.

    Raises
    ------
    ProjectError : the folder is neither. InputError : nobody can listen at that address.
    """
    with contextlib.ExitStack() as opened:
        token = None
        if is_workspace(folder):
            workspace = opened.enter_context(open_workspace(folder))
            for each in setup_warnings(workspace):
                print(f"Beware: {each}", file=sys.stderr)
            app = create_workspace_app(workspace, host=host, hosts=hosts, train=train)
        else:
            project = opened.enter_context(open_project(folder))
            token_hash, token = (None, None) if is_loopback(host) else token_of(project.folder)
            app = create_app(project, token_hash=token_hash, host=host, hosts=hosts, train=train)
        with _listening(host, port) as sock:
            data = _announcement(host, sock.getsockname()[1], token)
            announce = console.result if console is not None else _print
            asyncio.run(_run(_behind(app, behind), sock, lambda: announce(data, _sentence(data))))


def _behind(app: Any, addresses: Sequence[str]) -> Any:
    """``app``, which takes from these addresses alone what they say about the scheme and the sender of a request."""
    if not addresses:
        return app
    from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

    return ProxyHeadersMiddleware(app, trusted_hosts=list(addresses))


async def _run(app: Any, sock: socket.socket, ready: Callable[[], None]) -> None:
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        ws="none",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=10,
        proxy_headers=False,
    )
    server = uvicorn.Server(config)
    task = asyncio.create_task(_announced(server, ready))
    with _stopping(server):
        await server.serve(sockets=[sock])
    task.cancel()


async def _announced(server: uvicorn.Server, ready: Callable[[], None]) -> None:
    while not server.started:
        await asyncio.sleep(0.005)
    ready()


@contextlib.contextmanager
def _stopping(server: uvicorn.Server) -> Any:
    """Both signals end the server in good order, and this process with code 0."""
    loop = asyncio.get_running_loop()
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]

    def stop() -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    yield


@contextlib.contextmanager
def _listening(host: str, port: int) -> Any:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only where the protocol is named; with it an answer waits 40 ms
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(512)
    except (OSError, OverflowError) as error:
        sock.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"Nobody can listen on {host} port {port}: {reason}. Choose another with --port.") from None
    try:
        yield sock
    finally:
        sock.close()


def _announcement(host: str, port: int, token: str | None) -> dict[str, Any]:
    shown = f"[{host}]" if ":" in host else host
    data: dict[str, Any] = {"url": f"http://{shown}:{port}/"}
    return data if token is None else {**data, "token": token}


def _sentence(data: dict[str, Any]) -> str:
    once = f"   token (shown only this once): {data['token']}" if "token" in data else ""
    return f"asknext serves {data['url']}{once}"


def _print(_data: dict[str, Any], text: str) -> None:
    print(text)
    sys.stdout.flush()
