"""How the server listens."""

from __future__ import annotations

import socket

import pytest

from asknext.errors import InputError
from asknext.server.run import _listening


def test_answers_are_not_held_back() -> None:
    # asyncio sets TCP_NODELAY on a connection only where its listening socket names the protocol
    with _listening("127.0.0.1", 0) as sock:
        assert sock.proto == socket.IPPROTO_TCP


def test_an_address_in_use_is_named() -> None:
    with _listening("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
        with pytest.raises(InputError, match=f"listen on 127.0.0.1 port {port}.*--port"), _listening("127.0.0.1", port):
            pass
