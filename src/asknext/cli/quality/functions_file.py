"""`read_functions`: labelling functions from a file that the user names, programmed or written down."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asknext.errors import DataError

if TYPE_CHECKING:
    from asknext.quality.weak import LabellingFunction

__all__ = ["read_functions"]


def read_functions(path: Path, text_field: str) -> list[LabellingFunction]:
    """Functions of a ``.py`` file, which is run, as any program that its user starts; or rules of a YAML file.

    Parameters
    ----------
    text_field : where rules look that name no field.

    Raises
    ------
    DataError : the file is not there, does not run, or holds no function.
    """
    if not path.is_file():
        raise DataError("there is no such file", source=str(path))
    functions = _programmed(path) if path.suffix == ".py" else _written(path, text_field)
    if not functions:
        raise DataError("no function is decorated with @labelling_function", source=str(path))
    return functions


def _programmed(path: Path) -> list[LabellingFunction]:
    from asknext.quality.weak import LabellingFunction

    spec = importlib.util.spec_from_file_location("labelling_functions", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as wrong:
        raise DataError(f"the file does not run: {type(wrong).__name__}: {wrong}", source=str(path)) from wrong
    return [value for value in vars(module).values() if isinstance(value, LabellingFunction)]


def _written(path: Path, text_field: str) -> list[LabellingFunction]:
    import yaml  # type: ignore[import-untyped]

    from asknext.quality.weak import rules

    try:
        found: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as wrong:
        raise DataError(f"the file is no YAML: {wrong}", source=str(path)) from None
    return rules(found, str(path), text_field)
