"""The labelled data as a download that is written while it is sent."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal, cast

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response, StreamingResponse

from asknext.people.verb import Verb
from asknext.project.folder import Project
from asknext.server.routes.access import ERRORS, desk_of, needs

router = APIRouter(tags=["export"])

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}
CHUNK = 1 << 18
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {each.partition(";")[0]: {} for each in TYPES.values()}, "description": "The file."},
    **ERRORS,
}


@router.get("/export", dependencies=[Depends(needs(Verb.EXPORT))], response_class=Response, responses=_FILE)
async def export(
    request: Request,
    format: Literal["csv", "jsonl", "parquet"] = "csv",
    labelled: Annotated[bool, Query(description="Leave out what has no label.")] = True,
) -> Response:
    """Every item, or every labelled one, in the order of import."""
    pipe = _Pipe(desk_of(request).project, format, labelled)
    first = await pipe.read()
    headers = {"Content-Disposition": f'attachment; filename="labels.{format}"'}
    return StreamingResponse(pipe.rest(first), media_type=TYPES[format], headers=headers)


class _Pipe:
    """Lets the exporter write in a thread what the event loop sends; it waits for a slow reader."""

    def __init__(self, project: Project, format: str, labelled: bool) -> None:
        self._chunks: queue.Queue[bytes | BaseException | None] = queue.Queue(4)
        self._gone = False
        self._buffer = bytearray()
        arguments = (project, format, labelled)
        threading.Thread(target=self._run, args=arguments, name="asknext-export", daemon=True).start()

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

    def _run(self, project: Project, format: str, labelled: bool) -> None:
        from asknext.project.exporting import export as write

        try:
            write(project, format, cast(Any, self), only_labelled=labelled)
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
