"""`Connection`: requests to a server, repeated where that is safe, with answers as JSON or as a stream."""

from __future__ import annotations

import http.client
import json
import random
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from asknext.client.refusal import ServerAway, ServerRefused
from asknext.errors import InputError

__all__ = ["Connection", "filled"]

Body = bytes | Iterable[bytes]
JSON, LINES = "application/json", "application/x-ndjson"
REPEATABLE = ("GET", "PUT", "DELETE")
PASSING = (429, 502, 503, 504)
LONGEST_WAIT = 30.0
CHUNK = 1 << 16


class Connection:
    """Asks one server; one thread at a time.

    Parameters
    ----------
    url : of the server. token : sent as a bearer token. timeout : seconds to wait for each answer.
    attempts : for what may be sent twice: reading, setting and removing, and events, which carry ids of their own.
    sleep : waits between attempts.

    Raises
    ------
    InputError : the URL is none.
    """

    def __init__(
        self,
        url: str,
        token: str | None = None,
        *,
        timeout: float = 60.0,
        attempts: int = 5,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise InputError(f"Found {url[:100]!r}, expected the server's URL, such as http://127.0.0.1:8000.")
        self._parts, self._path = parts, parts.path.rstrip("/")
        self._token, self._timeout, self._attempts, self._sleep = token, timeout, attempts, sleep
        self._open: http.client.HTTPConnection | None = None
        self._draw = random.Random(0)  # noqa: S311 - spreads attempts, keeps no secret

    def close(self) -> None:
        """Close the connection; the next request opens another one."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        query: Mapping[str, Any] | None = None,
        again: bool | None = None,
    ) -> Any:
        """Ask, and give what comes back as JSON values (or text).

        Parameters
        ----------
        path : with everything filled in. body : sent as JSON. again : whether it may be sent twice; None: where the
            method is one that may.

        Raises
        ------
        ServerRefused : the server said no. ServerAway : no answer came.
        """
        data = None if body is None else json.dumps(body).encode()
        repeat = method in REPEATABLE if again is None else again
        with self._answered(method, path, data, JSON, query, repeat) as response:
            return _content(response, response.read())

    def upload(self, method: str, path: str, lines: Iterable[Mapping[str, Any]]) -> Any:
        """Send ``lines`` as JSON Lines while they are made; what comes back. It is sent once."""
        blocks = (json.dumps(dict(each), ensure_ascii=False).encode() + b"\n" for each in lines)
        with self._answered(method, path, blocks, LINES, None, False) as response:
            return _content(response, response.read())

    @contextmanager
    def download(self, path: str, query: Mapping[str, Any] | None = None) -> Iterator[Iterator[bytes]]:
        """The blocks of a file as they come.

        Raises
        ------
        ServerAway : in the middle of it, where the connection breaks: what came is not all.
        """
        with self._answered("GET", path, None, JSON, query, True) as response:
            yield _blocks(response)

    @contextmanager
    def _answered(
        self, method: str, path: str, body: Body | None, kind: str, query: Mapping[str, Any] | None, repeat: bool
    ) -> Iterator[http.client.HTTPResponse]:
        response = self._asked(method, self._path + path + _query(query), body, kind, repeat)
        try:
            if response.status >= 400:
                raise _refusal(response.status, response.read())
            yield response
        except BaseException:
            self.close()  # what is left of the answer would be taken for the next one's
            raise
        finally:
            if not response.isclosed():
                self.close()

    def _asked(self, method: str, target: str, body: Body | None, kind: str, repeat: bool) -> http.client.HTTPResponse:
        for attempt in range(self._attempts if repeat else 1):
            last = not repeat or attempt == self._attempts - 1
            try:
                response = self._sent(method, target, body, kind)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if last:
                    raise ServerAway(f"The server at {self._parts.netloc} gave no answer: {error}.") from None
                self._pause(attempt, None)
                continue
            if response.status not in PASSING or last:
                return response
            wait = response.getheader("Retry-After")
            response.read()
            self._pause(attempt, wait)
        raise AssertionError("the last attempt returns or raises")

    def _sent(self, method: str, target: str, body: Body | None, kind: str) -> http.client.HTTPResponse:
        connection = self._connection()
        headers = {"Accept": "*/*", "User-Agent": "asknext-client/1"}
        if body is not None:
            headers["Content-Type"] = kind
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        connection.request(method, target, body, headers, encode_chunked=not isinstance(body, bytes | None))
        return connection.getresponse()

    def _connection(self) -> http.client.HTTPConnection:
        if self._open is None:
            host, port = str(self._parts.hostname), self._parts.port
            if self._parts.scheme == "https":
                context = ssl.create_default_context()
                self._open = http.client.HTTPSConnection(host, port, timeout=self._timeout, context=context)
            else:
                self._open = http.client.HTTPConnection(host, port, timeout=self._timeout)
        return self._open

    def _pause(self, attempt: int, wanted: str | None) -> None:
        wait = float(wanted) if wanted is not None and wanted.isdigit() else 0.2 * 2.0**attempt
        self._sleep(min(wait * (1 + self._draw.random() / 4), LONGEST_WAIT))


def filled(template: str, **values: object) -> str:
    """A path with its places filled in, whatever characters stand in them."""
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", quote(str(value), safe=""))
    return template


def _query(given: Mapping[str, Any] | None) -> str:
    found = {name: value for name, value in (given or {}).items() if value is not None}
    shown = {name: str(value).lower() if isinstance(value, bool) else value for name, value in found.items()}
    return f"?{urlencode(shown)}" if shown else ""


def _content(response: http.client.HTTPResponse, data: bytes) -> Any:
    if response.getheader("Content-Type", "").startswith(JSON):
        return json.loads(data)
    return data.decode("utf-8", "replace")


def _refusal(status: int, data: bytes) -> ServerRefused:
    try:
        error = json.loads(data)["error"]
        return ServerRefused(status, str(error["code"]), str(error["message"]))
    except (ValueError, KeyError, TypeError):  # something in between answered with a page of its own
        return ServerRefused(status, "error", f"The server answered with status {status}.")


def _blocks(response: http.client.HTTPResponse) -> Iterator[bytes]:
    try:
        while block := response.read(CHUNK):
            yield block
    except (OSError, http.client.HTTPException) as error:
        raise ServerAway(f"The connection broke before the file had come as a whole: {error}.") from None
