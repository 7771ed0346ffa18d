"""Small YAML files from outside: plain values, no references that grow as they are followed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from asknext.errors import DataError

__all__ = ["read_yaml"]

_MOST = 5_000_000


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file; raises `DataError` where it is none, or uses references."""
    import yaml  # type: ignore[import-untyped]

    try:
        if path.stat().st_size > _MOST:
            raise DataError(f"has more than {_MOST:,} bytes", source=str(path))
        text = path.read_text(encoding="utf-8-sig")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise DataError("refers to itself (*name); write the values out", source=str(path))
        found = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        if isinstance(error, DataError):
            raise
        raise DataError(f"is not YAML: {' '.join(str(error).split())[:200]}", source=str(path)) from None
    if not isinstance(found, dict):
        raise DataError("holds no mapping of names to values", source=str(path))
    return found
