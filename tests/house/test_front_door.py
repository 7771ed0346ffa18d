"""The names people import are there, load late, and are the ones promised."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import asknext

PACKAGE = Path(asknext.__file__).parent
HEAVY = ("sklearn", "scipy", "pandas", "pyarrow", "torch", "onnxruntime", "sentence_transformers")


def test_every_promised_name_is_there() -> None:
    for name in asknext.__all__:
        assert getattr(asknext, name) is not None


def test_the_names_are_sorted_and_listed_by_dir() -> None:
    assert list(asknext.__all__) == sorted(asknext.__all__)
    assert dir(asknext) == sorted(asknext.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'selct'"):
        _ = asknext.selct  # type: ignore[attr-defined]


def test_strategies_can_be_called_and_entered() -> None:
    assert "margin" in asknext.strategies()
    assert asknext.strategies.Margin().name == "margin"


@pytest.mark.parametrize(
    "door",
    ["asknext", "asknext.cli", "asknext.server.app", "asknext.store", "asknext.labelling.queue", "asknext.strategies"],
)
def test_doors_open_without_heavy_packages(door: str) -> None:
    seen = _modules_after(f"import {door}")
    assert not {name.partition(".")[0] for name in seen} & set(HEAVY)


def test_the_front_door_does_not_even_load_numpy() -> None:
    assert "numpy" not in _modules_after("import asknext, asknext.cli")


def test_help_needs_nothing_heavy() -> None:
    seen = _modules_after("from asknext.cli import main; main(['ask', '--help'])")
    assert not {name.partition(".")[0] for name in seen} & {*HEAVY, "numpy", "sqlalchemy", "fastapi"}


def _modules_after(code: str) -> set[str]:
    line = f"{code}\nimport sys; print('MODULES', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("MODULES ")[2].split())


def rooms() -> list[Path]:
    return sorted(path.parent for path in PACKAGE.rglob("__init__.py"))


@pytest.mark.parametrize("room", rooms(), ids=lambda path: path.name)
def test_every_room_says_what_it_is_for(room: Path) -> None:
    tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), f"{room.name}/__init__.py has no docstring"


@pytest.mark.parametrize("room", rooms(), ids=lambda path: path.name)
def test_what_a_room_exports_is_there_once(room: Path) -> None:
    tree = ast.parse((room / "__init__.py").read_text(encoding="utf-8"))
    lists = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and any(getattr(each, "id", "") == "__all__" for each in node.targets)
    ]
    for found in lists:
        names = ast.literal_eval(found)
        dotted = ".".join(["asknext", *room.relative_to(PACKAGE).parts])
        module = importlib.import_module(dotted)
        assert [name for name in names if not hasattr(module, name)] == []
        assert len(set(names)) == len(names)
