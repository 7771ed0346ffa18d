"""A metric from the user's own file, which is run because the user named it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from asknext.errors import InputError, UnknownName

__all__ = ["is_metric_file", "metric_from_file"]


def is_metric_file(text: str) -> bool:
    """Whether ``text`` names a function in a file, as in ``my_metrics.py:my_metric``."""
    return text.rpartition(":")[0].endswith(".py")


def metric_from_file(text: str) -> Callable[..., Any]:
    """The function that ``text``, FILE.py:FUNCTION, names. The file is run as Python, with its folder importable.

    Raises
    ------
    InputError : no such file, or running it fails.  UnknownName : no such function in it.
    """
    file, _, name = text.rpartition(":")
    path = Path(file).resolve()
    if not path.is_file():
        raise InputError(f"There is no file {file}. A metric of your own is given as FILE.py:FUNCTION.")
    found = getattr(_run(path), name, None)
    if not callable(found):
        known = [key for key, value in vars(sys.modules[_name(path)]).items() if _is_own(value, path)]
        raise UnknownName("function", name, known, where=file)
    function: Callable[..., Any] = found
    return function


def _run(path: Path) -> ModuleType:
    spec = spec_from_file_location(_name(path), path)
    if spec is None or spec.loader is None:
        raise InputError(f"{path} cannot be read as Python.")
    module = sys.modules[_name(path)] = module_from_spec(spec)
    sys.path.insert(0, str(path.parent))
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever is wrong in somebody else's file
        raise InputError(f"{path.name} cannot be run: {type(error).__name__}: {error}") from error
    finally:
        sys.path.remove(str(path.parent))
    return module


def _name(path: Path) -> str:
    return f"asknext_metric_{path.stem}"


def _is_own(value: Any, path: Path) -> bool:
    return callable(value) and getattr(value, "__module__", None) == _name(path)
