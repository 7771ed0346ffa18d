"""Folders of pictures and of text files: one file is one row."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from asknext.errors import DataError
from asknext.formats.encoding import decode_text
from asknext.formats.rows import Reject, Row, shortened

__all__ = ["AUDIO_NAMES", "IMAGE_NAMES", "TEXT_NAMES", "AudioFolder", "ImageFolder", "TextFolder", "file_within"]

AUDIO_NAMES = (".flac", ".mp3", ".oga", ".ogg", ".wav")
IMAGE_NAMES = (".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp")
TEXT_NAMES = (".markdown", ".md", ".text", ".txt")


class _Folder:
    """Files below a folder, sorted by name, folder by folder; hidden ones and linked folders are not entered."""

    what = ""
    endings: tuple[str, ...] = ()
    columns: tuple[str, ...] = ("path",)

    def __init__(self, path: Path) -> None:
        self.root, self.name, self.done = path.resolve(), str(path), 0
        self.notes: list[str] = []
        if not path.is_dir():
            raise DataError("There is no such folder.", source=self.name)
        self.total = sum(len(files) for _, _, files in os.walk(self.root))

    def __iter__(self) -> Iterator[Row | Reject]:
        hidden = 0
        for folder, folders, files in os.walk(self.root, onerror=self._note):
            hidden += sum(each.startswith(".") for each in [*folders, *files])
            yield from self._links(folder, folders)
            folders[:] = sorted(each for each in folders if not each.startswith("."))
            for name in sorted(files):
                self.done += 1
                if not name.startswith("."):
                    yield self._file(os.path.join(folder, name))
        if hidden:
            self.notes.append(f"{self.name}: {hidden} hidden file(s) and folder(s) passed over.")

    def _links(self, folder: str, folders: list[str]) -> Iterator[Reject]:
        for name in sorted(folders):
            path = os.path.join(folder, name)
            if os.path.islink(path) and not name.startswith("."):
                yield self._reject(path, "a link to a folder; links are not followed into folders")

    def _note(self, error: OSError) -> None:
        self.notes.append(f"{shortened(error.filename)}: cannot be entered ({error.strerror}).")

    def _file(self, path: str) -> Row | Reject:
        try:
            relative = os.path.relpath(path, self.root).replace(os.sep, "/")
            relative.encode("utf-8")
            if not relative.lower().endswith(self.endings):
                return self._reject(path, f"not a {self.what} file by its name ({', '.join(self.endings)})")
            file_within(self.root, Path(path))
            return Row(1, self._values(Path(path), relative))
        except UnicodeEncodeError:
            return self._reject(path, "the file's name is not valid UTF-8; rename it")
        except DataError as error:
            return self._reject(path, error.reason)
        except OSError as error:
            return self._reject(path, f"cannot be read ({error.strerror})")

    def _values(self, path: Path, relative: str) -> dict[str, str]:
        return {"path": relative}

    def _reject(self, path: str, reason: str) -> Reject:
        return Reject(shortened(path), None, None, reason, shortened(os.path.basename(path)))


class ImageFolder(_Folder):
    """A folder of pictures; each row has its ``path`` relative to the folder. Pixels are not looked at here."""

    what = "picture"
    endings = IMAGE_NAMES


class AudioFolder(_Folder):
    """A folder of recordings; each row has its ``path`` relative to the folder. Sound is not looked at here."""

    what = "sound"
    endings = AUDIO_NAMES


class TextFolder(_Folder):
    """A folder of text files; each row has its ``path`` relative to the folder and its ``text``.

    Parameters
    ----------
    path : the folder. encoding : None to find out, file by file. field_limit : the most bytes of a file.
    """

    what = "text"
    endings = TEXT_NAMES
    columns: tuple[str, ...] = ("path", "text")

    def __init__(self, path: Path, *, encoding: str | None = None, field_limit: int = 10_000_000) -> None:
        super().__init__(path)
        self._encoding, self._limit = encoding, field_limit

    def _values(self, path: Path, relative: str) -> dict[str, str]:
        size = path.stat().st_size
        if size > self._limit:
            raise DataError(f"{size:,} bytes, more than {self._limit:,} (reading: field_limit)")
        text, note = decode_text(path.read_bytes(), self._encoding, shortened(path))
        if note:
            self._guessed(note)
        if "\0" in text:
            raise DataError("holds a NUL character")
        return {"path": relative, "text": text}

    def _guessed(self, note: str) -> None:
        if len(self.notes) < 20:
            self.notes.append(note)


def file_within(root: Path, path: Path) -> Path:
    """``path`` with links resolved, if it is a regular file inside ``root``.

    Raises
    ------
    DataError : it leaves the folder, is absent, or is no regular file (a pipe would never end).
    """
    real = path.resolve()
    if not real.is_relative_to(root):
        what = "a link that leads out of" if path.is_symlink() else "a name that leads out of"
        raise DataError(f"{what} the folder {shortened(root)}")
    try:
        mode = real.stat().st_mode
    except FileNotFoundError:
        raise DataError("there is no such file" if not path.is_symlink() else "a link to nothing") from None
    if not stat.S_ISREG(mode):
        raise DataError("not a regular file")
    return real
