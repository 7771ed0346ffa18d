"""`read_study`: a study from a YAML file, with the place of everything in it for messages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from asknext.errors import DataError
from asknext.lab.study.study import Study

__all__ = ["read_study"]

_LARGEST, _DEEPEST = 1_000_000, 40


def read_study(path: str | Path) -> Study:
    """The study in a YAML file; paths in it are relative to its folder.

    Raises
    ------
    DataError : there is no such file, it is larger than 1 MB, no YAML, or uses aliases, tags or a key twice.
    InputError : what is wrong with the study: all of it, each with its line.
    """
    source = Path(path)
    document = _Document(source)
    return Study.from_mapping(document.value, source.absolute().parent, line_of=document.line_of)


class _Document:
    """A YAML file: its value, and the line of each key."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: dict[str, int] = {}
        loader = _loader(path)
        try:
            node = loader.get_single_node()
            self._remember(node, "", 0)
            self.value: Any = None if node is None else loader.construct_document(node)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or " ".join(str(error).split())
            raise DataError(f"this is not plain YAML: {reason}", source=str(path), line=_line(mark)) from None
        except RecursionError:
            raise DataError("this is nested too deeply", source=str(path)) from None
        except (ValueError, OverflowError) as error:  # e.g. 2024-13-45 is read as a date
            if isinstance(error, DataError):
                raise
            raise DataError(f"holds a value that cannot be read ({error})", source=str(path)) from None
        finally:
            loader.dispose()

    def line_of(self, path: str) -> str:
        """``file:line`` of the key, or of the nearest one above it that stands there."""
        place = path
        while place and place not in self._lines:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return f"{self._path}:{self._lines[place]}" if place else str(self._path)

    def _remember(self, node: Any, path: str, depth: int) -> None:
        if depth > _DEEPEST:
            raise DataError("this is nested too deeply", source=str(self._path), line=_line(node.start_mark))
        if isinstance(node, yaml.SequenceNode):
            for place, each in enumerate(node.value):
                self._lines[f"{path}[{place}]"] = each.start_mark.line + 1
                self._remember(each, f"{path}[{place}]", depth + 1)
        if isinstance(node, yaml.MappingNode):
            self._remember_keys(node, path, depth)

    def _remember_keys(self, node: Any, path: str, depth: int) -> None:
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                raise DataError(
                    f"{name!r} stands here twice; keep one", source=str(self._path), line=_line(key.start_mark)
                )
            seen.add(name)
            below = f"{path}.{name}" if path else name
            self._lines[below] = key.start_mark.line + 1
            self._remember(value, below, depth + 1)


class _Loader(yaml.SafeLoader):  # type: ignore[misc]
    """Plain values only. An alias costs a few bytes and can stand for gigabytes, and no study needs one."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not read; write the value out", problem_mark=mark)
        return super().compose_node(parent, index)


def _loader(path: Path) -> _Loader:
    if not path.is_file():
        raise DataError("there is no such file", source=str(path))
    if path.stat().st_size > _LARGEST:
        raise DataError(f"has {path.stat().st_size:,} bytes; a study has {_LARGEST:,} at most", source=str(path))
    try:
        return _Loader(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DataError(
            f"is read as UTF-8, and byte {error.start} is not: save it as UTF-8", source=str(path)
        ) from None
    except yaml.YAMLError as error:
        raise DataError(f"this is not YAML: {' '.join(str(error).split())}", source=str(path)) from None


def _line(mark: Any) -> int | None:
    return None if mark is None else mark.line + 1
