"""`Pipe`: what a thread writes as a stream that the event loop sends."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

__all__ = ["Pipe"]

CHUNK = 1 << 18


class Pipe:
    """Lets the exporter write in a thread what the event loop sends; it waits for a slow reader."""

    def __init__(self, write: Callable[[Any], object]) -> None:
        self._chunks: queue.Queue[bytes | BaseException | None] = queue.Queue(4)
        self._gone = False
        self._buffer = bytearray()
        threading.Thread(target=self._run, args=(write,), name="asknext-export", daemon=True).start()

    def write(self, data: Any) -> int:
        """For the exporter."""
        self._buffer += data
        if len(self._buffer) >= CHUNK:
            self._put(bytes(self._buffer))
            self._buffer.clear()
        return len(data)

    def flush(self) -> None:
        """For the exporter: chunks go out when they are full."""

    async def read(self) -> bytes | None:
        """The next chunk, or None at the end; raises what the exporter raised."""
        chunk = await asyncio.to_thread(self._chunks.get)
        if isinstance(chunk, BaseException):
            raise chunk
        return chunk

    async def rest(self, chunk: bytes | None) -> AsyncIterator[bytes]:
        """All chunks from ``chunk`` on."""
        try:
            while chunk is not None:
                yield chunk
                chunk = await self.read()
        finally:
            self._gone = True

    def _run(self, write: Callable[[Any], object]) -> None:
        try:
            write(self)
            self._put(bytes(self._buffer))
            self._put(None)
        except _ReaderGone:
            return
        except BaseException as error:
            self._put(error)

    def _put(self, chunk: bytes | BaseException | None) -> None:
        while True:
            if self._gone:
                raise _ReaderGone
            try:
                self._chunks.put(chunk, timeout=1.0)
            except queue.Full:
                continue
            return


class _ReaderGone(Exception):
    """Nobody reads any more."""
