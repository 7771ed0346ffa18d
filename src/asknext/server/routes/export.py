"""The labelled data as a download that is written while it is sent."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any, Literal

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
    votes: Annotated[bool, Query(description="Every answer of every annotator instead, a row each.")] = False,
    ontology_version: Annotated[
        int | None, Query(ge=1, lt=2**31, description="Tell labels by the class names of this version.")
    ] = None,
) -> Response:
    """Every item, or every labelled one, in the order of import; or every answer."""
    project = desk_of(request).project
    pipe = _Pipe(_votes(project, format) if votes else _labels(project, format, labelled, ontology_version))
    first = await pipe.read()
    name = "answers" if votes else "labels"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{format}"'}
    return StreamingResponse(pipe.rest(first), media_type=TYPES[format], headers=headers)


def _labels(project: Project, format: str, labelled: bool, version: int | None) -> Callable[[Any], object]:
    from asknext.project.exporting import export as write

    return lambda output: write(project, format, output, only_labelled=labelled, ontology_version=version)


def _votes(project: Project, format: str) -> Callable[[Any], object]:
    from asknext.project.exporting_votes import export_votes as write

    return lambda output: write(project, format, output)


class _Pipe:
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
