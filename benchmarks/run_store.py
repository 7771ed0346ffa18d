"""Finished runs as JSON lines: a run is never computed twice, and an interrupted one costs itself alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["Store"]


class Store:
    """Runs by key; a key is a mapping of a few strings and numbers. A line cut off by a crash is passed over."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._runs: dict[str, dict[str, Any]] = {}
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
            try:
                kept = json.loads(line)
            except json.JSONDecodeError:
                continue
            self._runs[_name(kept["key"])] = kept

    def __contains__(self, key: dict[str, Any]) -> bool:
        return _name(key) in self._runs

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self._runs.values())

    def add(self, key: dict[str, Any], run: dict[str, Any]) -> None:
        """Keep a finished run, on the disk at once."""
        self._runs[_name(key)] = {"key": key, **run}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(self._runs[_name(key)]) + "\n")


def _name(key: dict[str, Any]) -> str:
    return json.dumps(key, sort_keys=True)
