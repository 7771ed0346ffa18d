"""What is committed speaks of the project alone, and will do so on every machine."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = {".py", ".md", ".toml", ".txt", ".js", ".css", ".html", ".yaml", ".yml", ".mako", ".json", ""}
# put together here, so that this file does not hold them itself
REGISTRY = re.compile("|".join(["pypi" + r"\.(?:org|python)", "python" + "hosted", "npmjs" + r"\.", "/simple" + "/"]))
MACHINE = re.compile("|".join(["/work" + "/main", "/root" + "/", "/tmp" + "/plan", "/tmp" + "/uvenv"]))
VENDORED = ("server/web/vendor/",)


def committed() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this is no git checkout")
    names = [name for name in done.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).suffix in TEXT and (ROOT / name).is_file()]


def own() -> list[Path]:
    return [path for path in committed() if not any(part in path.as_posix() for part in VENDORED)]


def places(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_registry_is_named() -> None:
    assert not places(REGISTRY, committed())


def test_no_path_of_a_build_machine_is_named() -> None:
    assert not places(MACHINE, own())


def test_requirements_are_pinned_with_hashes_and_name_no_address() -> None:
    for path in sorted((ROOT / "requirements").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert "://" not in text
        pins = re.findall(r"^([a-z0-9_.-]+)==[^\s]+", text, re.MULTILINE)
        blocks = re.split(r"^(?=[a-z0-9_.-]+==)", text, flags=re.MULTILINE)[1:]
        assert len(pins) == len(blocks) > 20
        assert all("--hash=sha256:" in block for block in blocks)


def test_the_core_does_without_large_frameworks() -> None:
    core = (ROOT / "requirements" / "core.txt").read_text(encoding="utf-8")
    for name in ("torch", "ray", "onnxruntime", "pyarrow", "pandas"):
        assert not re.search(rf"^{name}==", core, re.MULTILINE)


def test_every_pin_of_the_core_is_the_same_in_development() -> None:
    core, dev = ((ROOT / "requirements" / name).read_text(encoding="utf-8") for name in ("core.txt", "dev.txt"))
    pins = re.findall(r"^[a-z0-9_.-]+==\S+", core, re.MULTILINE)
    assert [pin for pin in pins if pin not in dev] == []


def test_every_dependency_has_a_lower_and_an_upper_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    groups = [each for group in project["dependency-groups"].values() for each in group if isinstance(each, str)]
    for each in [*project["project"]["dependencies"], *(name for extra in extras for name in extra), *groups]:
        assert ">=" in each, each
        assert ",<" in each, each


def test_no_file_hides_behind_a_folder_of_its_name() -> None:
    package = ROOT / "src" / "asknext"
    twins = [path for path in package.rglob("*.py") if path.with_suffix("").is_dir()]
    assert not twins


def test_no_catch_all_names() -> None:
    names = {"utils", "helpers", "common", "base", "core", "misc", "tools"}
    assert not [path for path in (ROOT / "src").rglob("*.py") if path.stem.strip("_") in names]


def test_no_class_is_defined_twice_in_a_room() -> None:
    for room in (path.parent for path in (ROOT / "src" / "asknext").rglob("__init__.py")):
        found = Counter(
            node.name
            for path in sorted(room.glob("*.py"))
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        )
        assert [name for name, count in found.items() if count > 1] == [], room.name
