"""Pictures, recordings, frames and pairs on their way in: what is stored of them, and what was measured."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from asknext.errors import DataError, MissingExtra
from asknext.formats.folder import file_within
from asknext.formats.image_file import BYTES, check_image, upright_image_size

__all__ = ["AUDIO_KINDS", "MediaFiles", "Taken", "audio_kind"]

MOST_FRAMES = 2_000
AUDIO_KINDS = {b"RIFF": "audio/wav", b"RF64": "audio/wav", b"fLaC": "audio/flac", b"OggS": "audio/ogg"}


class Taken(NamedTuple):
    """``data`` stands for the content where equal contents are looked for, ``content`` is stored, ``facts`` beside."""

    data: bytes
    content: str
    facts: Mapping[str, Any] | None = None


class MediaFiles:
    """Reads files that rows name.

    Parameters
    ----------
    media : the folder that they must lie in, with links resolved. base : the folder their names start from.
    measured : whether to note sizes, which tasks of annotations need.
    """

    def __init__(self, media: Path | None, base: Path | None, *, measured: bool) -> None:
        self._media, self._base, self._measured = media, base, measured

    def picture(self, given: str) -> Taken:
        """A picture, decoded to its end. Raises DataError."""
        path, data = self._read(given, "picture")
        check_image(data)
        return Taken(data, self._name(path), self._size(data))

    def recording(self, given: str) -> Taken:
        """A recording, by its header. Raises DataError."""
        path, data = self._read(given, "recording")
        if audio_kind(data[:16]) is None:
            raise DataError("not a recording of a known kind (WAV, FLAC, MP3, Ogg)")
        return Taken(data, self._name(path), _sound_facts(self._file(path)))

    def frames(self, given: Any, video: Any, count: Any) -> Taken:
        """A list of ``{file, index, seconds}``, all of one size. Raises DataError that names the frame."""
        listed = _decoded(given)
        if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_FRAMES:
            raise DataError(f"expected a list of 1 to {MOST_FRAMES:,} frames, each {{file, index, seconds}}")
        read = [self._frame(each, at) for at, each in enumerate(listed, 1)]
        if len({frame["index"] for frame, _ in read}) < len(read):
            raise DataError("two frames have the same index")
        sizes = {(taken.facts or {})["width"]: (taken.facts or {}) for _, taken in read}
        if len({tuple(each.values()) for each in sizes.values()}) > 1:
            raise DataError("the frames are not all of one size")
        told = {"video": _video(video), "count": count if isinstance(count, int) else None}
        content = json.dumps({**told, "frames": [frame for frame, _ in read]}, ensure_ascii=False)
        return Taken(content.encode(), content, read[0][1].facts)

    def pair(self, left: Any, right: Any, of: str) -> Taken:
        """Two texts or two pictures. Raises DataError that names the side."""
        sides, facts, data = {}, {}, b""
        for name, given in (("left", left), ("right", right)):
            if not isinstance(given, str) or not given.strip():
                raise DataError("is empty", column=name)
            if of == "text":
                sides[name], data = {"text": given}, data + given.encode() + b"\0"
                continue
            try:
                taken = self.picture(given)
            except DataError as error:
                raise DataError(error.reason, column=name) from None
            sides[name], facts[name], data = {"image": taken.content}, taken.facts, data + taken.data
        return Taken(data, json.dumps(sides, ensure_ascii=False), facts or None)

    def _frame(self, given: Any, at: int) -> tuple[dict[str, Any], Taken]:
        found = given if isinstance(given, dict) else {"file": given}
        file, index, seconds = found.get("file") or found.get("image"), found.get("index", at - 1), found.get("seconds")
        if not isinstance(file, str) or isinstance(index, bool) or not isinstance(index, int) or index < 0:
            raise DataError(f"frame {at}: expected {{file, index, seconds}} with a path and a whole number")
        if seconds is not None and (isinstance(seconds, bool) or not isinstance(seconds, int | float) or seconds < 0):
            raise DataError(f"frame {at}: seconds is no number from 0 on")
        try:
            path, data = self._read(file, "frame")
            check_image(data)
        except DataError as error:
            raise DataError(f"frame {at}: {error.reason}") from None
        taken = Taken(data, self._name(path), dict(zip(("width", "height"), upright_image_size(data), strict=True)))
        return {"file": taken.content, "index": index, "seconds": seconds}, taken

    def _size(self, data: bytes) -> Mapping[str, Any] | None:
        if not self._measured:
            return None
        return dict(zip(("width", "height"), upright_image_size(data), strict=True))

    def _read(self, given: str, what: str) -> tuple[Path, bytes]:
        try:
            path = self._within(given, what)
            file = self._file(path)
            size = file.stat().st_size
            if size > BYTES:
                raise DataError(f"{size:,} bytes, more than {BYTES:,}")
            return path, file.read_bytes()
        except (OSError, ValueError) as error:
            raise DataError(f"the {what} cannot be read ({error})") from None

    def _file(self, path: Path) -> Path:
        return file_within(_given(self._media), path)

    def _name(self, path: Path) -> str:
        return path.relative_to(_given(self._media)).as_posix()

    def _within(self, given: str, what: str) -> Path:
        if not given.strip():
            raise DataError(f"the path of the {what} is empty")
        path = Path(os.path.normpath(_given(self._base) / given))
        if not path.is_relative_to(_given(self._media)):
            raise DataError(f"the path leads out of the media folder {self._media}")
        return path


def audio_kind(head: bytes) -> str | None:
    """The type of a recording by its first 16 bytes: WAV, FLAC, Ogg or MP3; None for anything else."""
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] != b"WAVE":
        return None
    if head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 in (0xE2, 0xE4, 0xE6)):
        return "audio/mpeg"
    return AUDIO_KINDS.get(head[:4])


def _sound_facts(path: Path) -> Mapping[str, Any] | None:
    """Length, rate and channels; without PyAV those of plain WAV alone."""
    from asknext.media.av_library import opened
    from asknext.media.wave_file import WaveFile

    try:
        with WaveFile(path) as wave:
            return {"seconds": wave.seconds, "rate": wave.rate, "channels": wave.channels}
    except DataError:
        pass
    try:
        with opened(path) as container:
            if not container.streams.audio:
                raise DataError("holds no sound")
            stream = container.streams.audio[0]
            length = float(stream.duration * stream.time_base) if stream.duration else None
            known = {"seconds": length, "rate": stream.rate, "channels": stream.channels}
            return {name: value for name, value in known.items() if value}
    except MissingExtra:
        return None


def _given(path: Path | None) -> Path:
    if path is None:
        raise DataError("files need a media folder: set media: in asknext.yaml")
    return path


def _video(given: Any) -> str | None:
    return str(given)[:1_000] if given not in (None, "") else None


def _decoded(given: Any) -> Any:
    """A list, or the JSON of one, as a cell of a table holds it."""
    if not isinstance(given, str):
        return list(given) if isinstance(given, Sequence) else given
    try:
        return json.loads(given)
    except (ValueError, RecursionError):
        raise DataError("not a JSON list of frames") from None
