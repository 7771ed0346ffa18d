"""The wheel holds all that is needed to run: web files, types, migrations, licence."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    pytest.importorskip("hatchling")
    out = tmp_path_factory.mktemp("wheel")
    line = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(line, cwd=ROOT, check=True, capture_output=True)
    (path,) = out.glob("*.whl")
    return zipfile.ZipFile(path)


def test_it_holds_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    package = ROOT / "src"
    files = {
        path.relative_to(package).as_posix()
        for path in (package / "asknext").rglob("*")
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in path.relative_to(package).parts)
    }
    assert files <= set(wheel.namelist())


@pytest.mark.parametrize(
    "name",
    [
        "asknext/py.typed",
        "asknext/report/page.css",
        "asknext/report/page.js",
        "asknext/store/migrations/env.py",
        "asknext/store/migrations/script.py.mako",
    ],
)
def test_it_holds_what_is_not_code(wheel: zipfile.ZipFile, name: str) -> None:
    assert name in wheel.namelist()


def test_it_holds_licence_and_notice_and_no_tests(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "docs/", "benchmarks/"))]


def test_its_metadata_says_which_pythons_and_extras(wheel: zipfile.ZipFile) -> None:
    (name,) = (each for each in wheel.namelist() if each.endswith(".dist-info/METADATA"))
    text = wheel.read(name).decode()
    assert "Requires-Python: <3.14,>=3.11" in text
    for extra in ("parquet", "text", "onnx"):
        assert f"Provides-Extra: {extra}" in text
