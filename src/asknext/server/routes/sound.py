"""What a recording looks like: its length, its outline and its frequencies, a stretch at a time."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from fastapi import Path as PathParameter
from starlette.responses import Response

from asknext.errors import DataError, InputError, MissingExtra
from asknext.media.decoded_wave import wave_of
from asknext.media.spectrogram import spectrogram
from asknext.media.wave_file import WaveFile
from asknext.media.waveform import Int16, coarse_peaks, columns_of, peaks
from asknext.people.verb import Verb
from asknext.project.folder import Project
from asknext.server.errors import NotFound, Refused
from asknext.server.routes.access import ERRORS, desk_of, needs
from asknext.server.routes.media import confined
from asknext.server.sound_body import SoundBody
from asknext.store.browse import item_rows

router = APIRouter(tags=["items"])

T = TypeVar("T")
PER_SECOND = 50
_coarse_lock = threading.Lock()
_BYTES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "The numbers."},
    **ERRORS,
}

Item = Annotated[int, PathParameter(ge=0, lt=2**31)]
Seconds = Annotated[float, Query(ge=0, le=1e7, allow_inf_nan=False)]
Columns = Annotated[int, Query(ge=1, le=4096)]
Bands = Annotated[int, Query(ge=8, le=256)]
_SEEN = [Depends(needs(Verb.VIEW_PROJECT))]


@router.get("/items/{item}/sound", dependencies=_SEEN, responses=ERRORS)
async def sound(request: Request, item: Item) -> SoundBody:
    """How long the item's recording is, and how it is stored; a compressed one is decoded first."""
    return await _of(request, item, lambda found: SoundBody(**_about(found)))


@router.get("/items/{item}/sound/peaks", dependencies=_SEEN, response_class=Response, responses=_BYTES)
async def sound_peaks(request: Request, item: Item, start: Seconds, end: Seconds, columns: Columns) -> Response:
    """The least and the greatest number in each column between ``start`` and ``end`` in seconds.

    Numbers of 16 bit, low byte first, from -32767 to 32767: column by column, channel by channel, least and greatest.
    """
    _check_order(start, end)
    return _bytes(await _of(request, item, lambda found: _peaks(found, start, end, columns).astype("<i2").tobytes()))


@router.get("/items/{item}/sound/spectrogram", dependencies=_SEEN, response_class=Response, responses=_BYTES)
async def sound_spectrogram(
    request: Request, item: Item, start: Seconds, end: Seconds, columns: Columns, bands: Bands = 96
) -> Response:
    """The levels of ``bands`` on the mel scale between ``start`` and ``end`` in seconds, the highest band first.

    A byte a level, band by band, in steps of 0.4 dB: 0 is -102 dB or less, 255 is full scale.
    """
    _check_order(start, end)
    return _bytes(await _of(request, item, lambda found: spectrogram(found, start, end, columns, bands).tobytes()))


async def _of(request: Request, item: int, what: Callable[[WaveFile], T]) -> T:
    """What ``what`` finds in the item's recording, off the loop."""
    project = desk_of(request).project
    with project.database.read() as conn:
        row = item_rows(conn, [item]).get(item)
    if row is None or project.config.content != "audio":
        raise NotFound(f"There is no recording {item}.")
    path = confined(project, row.content)
    return await asyncio.to_thread(_read, project, path, what)


def _read(project: Project, path: Path, what: Callable[[WaveFile], T]) -> T:
    try:
        with WaveFile(wave_of(path, project.arrays / "sound")) as found:
            return what(found)
    except DataError as error:
        raise Refused(415, "media_type", f"The recording cannot be read: {error.reason}.") from None
    except MissingExtra as error:
        raise Refused(415, "media_type", str(error)) from None
    except OSError as error:
        raise NotFound(f"The recording cannot be read: {error.strerror}.") from None


def _about(found: WaveFile) -> dict[str, Any]:
    return {"seconds": found.seconds, "rate": found.rate, "channels": found.channels}


def _peaks(found: WaveFile, start: float, end: float, columns: int) -> Int16:
    if (end - start) * PER_SECOND < columns:
        return peaks(found, start, end, columns)
    # all the stretches of a page ask for it at once: the first one makes it, the others wait
    with _coarse_lock:
        coarse = _coarse(found.path, found.stamp)
    return columns_of(coarse, PER_SECOND, start, end, columns)


@lru_cache(maxsize=32)
def _coarse(path: Path, stamp: tuple[int, int]) -> Int16:
    with WaveFile(path) as found:
        return coarse_peaks(found, PER_SECOND)


def _check_order(start: float, end: float) -> None:
    if end <= start:
        raise InputError(f"The stretch from {start:g} to {end:g} seconds has no length.")


def _bytes(data: bytes) -> Response:
    return Response(data, media_type="application/octet-stream")
