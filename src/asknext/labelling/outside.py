"""The one way out by HTTP: to public addresses only, unless a host or network is allowed by name."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from asknext.errors import AsknextError, InputError
from asknext.labelling.public_address import Allowed, is_public

__all__ = ["ForbiddenAddress", "Outside", "Reply", "Unreachable", "checked_url"]

LONGEST_URL = 2000
LARGEST_ANSWER = 4 << 20
CHUNK = 1 << 16
SECONDS = 10.0
PORTS = {"http": 80, "https": 443}
Resolve = Callable[[str, int], Iterable[str]]


class ForbiddenAddress(InputError):
    """A URL that is not asked: its form is wrong, or it leads to an address inside a network."""


class Unreachable(AsknextError):
    """Nobody answered in time, or what came was no HTTP or too much of it."""


@dataclass(frozen=True)
class Reply:
    """What came back: ``status``, ``headers`` with names in small letters, ``body``. Never shown to people."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def well(self) -> bool:
        """Whether the status is of the 200s."""
        return 200 <= self.status < 300


def _resolved(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Outside:
    """Sends requests to servers of others.

    Parameters
    ----------
    allow_private : host names, addresses and networks (``10.1.0.0/16``) that may be asked though they are not public.
    seconds : for the whole of a request, its answer included. most : bytes of an answer.
    resolve : (host, port) -> addresses; asked once a request, and what it says is what is connected to, so that a
        name that changes its mind between the check and the connection gains nothing.
    """

    def __init__(
        self,
        allow_private: Iterable[str] = (),
        *,
        seconds: float = SECONDS,
        most: int = LARGEST_ANSWER,
        resolve: Resolve = _resolved,
    ) -> None:
        self._allowed, self._seconds, self._most, self._resolve = Allowed(allow_private), seconds, most, resolve

    def send(self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        """Ask once; redirects are not followed: they come back as they are.

        Raises
        ------
        ForbiddenAddress : the URL may not be asked; nothing was sent.
        Unreachable : there is no such host, or no whole answer within the limits of time and size.
        """
        parts = checked_url(url)
        host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
        ends = time.monotonic() + self._seconds
        addresses = self._addresses(host, port)
        with _connected(parts.scheme, host, port, addresses, self._seconds) as connection, _cut(connection, ends):
            try:
                connection.request(method, _target(parts), body, dict(headers or {}))
                return self._read(connection.getresponse(), ends)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise Unreachable(f"{_shown(host)} gave no answer: {_reason(error, ends)}.") from None

    def check(self, url: str) -> None:
        """Refuse now what `send` would refuse; a name that nobody knows is refused, too.

        Raises
        ------
        ForbiddenAddress, Unreachable : as `send`.
        """
        parts = checked_url(url)
        self._addresses(str(parts.hostname), parts.port or PORTS[parts.scheme])

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = list(self._resolve(host, port))
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise Unreachable(f"There is no host {_shown(host)}: see that its name is right.")
        for each in found:
            if not (is_public(each) or self._allowed.permits(host, each)):
                raise ForbiddenAddress(
                    f"{_shown(host)} is an address inside a network, which is not asked. If it is meant to be, name "
                    "the host or its network below outside: allow_private: in asknext.yaml."
                )
        return found

    def _read(self, response: http.client.HTTPResponse, ends: float) -> Reply:
        blocks, size = [], 0
        while block := response.read(CHUNK):
            size += len(block)
            if size > self._most:
                raise ValueError(f"its answer is larger than {self._most:,} bytes")
            blocks.append(block)
        if time.monotonic() >= ends:  # it was cut off, which looks like an end
            raise TimeoutError
        found = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, found, b"".join(blocks))


def checked_url(url: str) -> SplitResult:
    """``url`` in parts when it has the form of one that may be asked.

    Raises
    ------
    ForbiddenAddress : it is not http or https, has a user or a password, no host, or characters no URL has.
    """
    if len(url) > LONGEST_URL or not url.isascii() or any(each <= " " or each in '\\"<>^`{|}\x7f' for each in url):
        raise ForbiddenAddress(f"A URL has at most {LONGEST_URL:,} characters, plain ones without blanks.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ForbiddenAddress("This is no URL; write it as https://host/path.") from None
    if parts.scheme not in PORTS:
        raise ForbiddenAddress("A URL begins with https:// or http://.")
    if "@" in parts.netloc:
        raise ForbiddenAddress("A URL holds no user name and no password here: it is shown to people and logged.")
    if not parts.hostname or port == 0:
        raise ForbiddenAddress("A URL names a host: https://host/path.")
    return parts


class _Pinned(http.client.HTTPConnection):
    """Connects to an address that was checked, whatever the name means by now."""

    def __init__(self, host: str, port: int, addresses: list[str], seconds: float, secure: bool) -> None:
        super().__init__(host, port, timeout=seconds)
        self._addresses, self._secure = addresses, secure

    def connect(self) -> None:
        ends, failed = time.monotonic() + float(self.timeout or SECONDS), OSError("no address")
        for address in self._addresses:
            try:
                self.sock = socket.create_connection((address, self.port), max(0.1, ends - time.monotonic()))
                break
            except OSError as error:
                failed = error
        else:
            raise failed
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


@contextlib.contextmanager
def _connected(scheme: str, host: str, port: int, addresses: list[str], seconds: float) -> Iterator[_Pinned]:
    connection = _Pinned(host, port, addresses, seconds, scheme == "https")
    if port == PORTS[scheme]:
        connection.default_port = port
    try:
        connection.connect()
    except (OSError, ValueError) as error:
        connection.close()
        raise Unreachable(f"{_shown(host)} cannot be reached: {_reason(error)}.") from None
    try:
        yield connection
    finally:
        connection.close()


@contextlib.contextmanager
def _cut(connection: _Pinned, ends: float) -> Iterator[None]:
    """End the connection when the time is up: a timeout of each read would begin anew with every byte that drips in."""
    sock: Any = connection.sock

    def cut() -> None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, ends - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _shown(host: str) -> str:
    return host if len(host) <= 100 else host[:100] + "..."


def _reason(error: Exception, ends: float = float("inf")) -> str:
    """Without what the other side has sent: it may be meant for nobody's eyes, or for deceiving them."""
    if isinstance(error, TimeoutError) or time.monotonic() >= ends:
        return "the time was up"
    if isinstance(error, ssl.SSLError):
        return f"the secure connection failed ({error.reason or 'TLS'})"
    if isinstance(error, http.client.HTTPException):
        return "what came is no HTTP"
    if isinstance(error, OSError):
        return error.strerror or "the connection was lost"
    return str(error)
