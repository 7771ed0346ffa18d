"""``asknext.yaml``: settings read from a file, and written to it."""

from __future__ import annotations

import dataclasses
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from asknext.errors import DataError, InputError, UnknownName
from asknext.project.config import Config
from asknext.project.config_values import config_of
from asknext.project.strict_yaml import StrictLoader

__all__ = ["load_config", "save_config"]

LIMIT = 1_000_000


def load_config(path: Path) -> Config:
    """Read and check ``asknext.yaml``.

    Raises
    ------
    DataError : the file is over 1 MB, is not YAML, uses aliases or repeats a key, or a value cannot be used, such as
    a strategy that needs what a project does not have.
    UnknownName : a key is not a setting; the nearest ones are offered.
    """
    from asknext.project.usable_strategy import check_strategy

    try:
        config = config_of(_read_yaml(path))
        check_strategy(config.strategy, config.task)
    except DataError as error:
        raise DataError(error.reason, source=str(path), line=error.line, column=error.column) from None
    except UnknownName as error:
        raise UnknownName(error.kind, error.found, error.known, where=str(path)) from None
    except InputError as error:
        raise DataError(str(error), source=str(path), column="strategy") from None
    return config


def save_config(config: Config, path: Path) -> None:
    """Write the settings as YAML; the file is replaced as a whole or not at all."""
    text = yaml.safe_dump(_plain(dataclasses.asdict(config)), sort_keys=False, allow_unicode=True, width=120)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(name, 0o644)
    os.replace(name, path)


def _read_yaml(path: Path) -> Any:
    if path.stat().st_size > LIMIT:
        raise DataError(f"The file has {path.stat().st_size:,} bytes; settings may have {LIMIT:,} at most.")
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)  # noqa: S506 - a safe loader, made stricter
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        raise DataError(f"This is not YAML: {reason}.", line=mark.line + 1 if mark else None) from None
    except UnicodeDecodeError as error:
        raise DataError(f"Settings are read as UTF-8, and byte {error.start} is not: save the file as UTF-8.") from None
    except RecursionError:
        raise DataError("The settings are nested too deeply.") from None


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
