"""The files of the browser side: what was vendored is what was meant, and every text is in the catalogue."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

import asknext.server

WEB = Path(asknext.server.__file__).parent / "web"
VENDORED = [WEB / "vendor", Path(__file__).parent / "vendor"]
OWN = [path for path in WEB.rglob("*.js") if path.parent.name not in ("vendor", "messages")]


@pytest.mark.parametrize("folder", VENDORED, ids=("web", "tests"))
def test_vendored_files_are_those_of_the_manifest(folder):
    packages = json.loads((folder / "manifest.json").read_text())["packages"]
    listed = {each["file"]: each["sha256"] for package in packages for each in package["files"]}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    found.pop("manifest.json")
    assert found == listed
    assert all({"name", "version", "licence"} <= set(package) for package in packages)
    assert all(any("LICENSE" in each["file"] for each in package["files"]) for package in packages)


def test_every_text_is_in_the_catalogue_and_none_is_left_over():
    catalogue = set(re.findall(r'^  "([\w.]+)":', (WEB / "messages" / "en.js").read_text(), re.MULTILINE))
    code = "\n".join(path.read_text() for path in OWN)
    written = set(re.findall(r'["`]([a-z]+(?:\.[a-z]+)+)["`]', code))
    families = {each.replace(".", r"\.") for each in re.findall(r"`([a-z.]+\.)\$\{", code)}
    missing = {each for each in re.findall(r'\bt\("([\w.]+)"', code) if each not in catalogue}
    named = {each for each in catalogue if any(re.match(family, each) for family in families)}
    unused = catalogue - written - named
    assert missing == set()
    assert unused == set()


@pytest.mark.parametrize("path", OWN, ids=lambda path: str(path.relative_to(WEB)))
def test_no_module_writes_markup_or_evaluates_text(path):
    ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|dangerously"
    assert not re.search(ways, path.read_text())


def test_the_shell_has_no_inline_script_or_style():
    shell = (WEB / "index.html").read_text()
    assert re.findall(r"<script(?![^>]*\bsrc=)", shell) == []
    assert "<style" not in shell
    assert " style=" not in shell
    assert not re.search(r"\son\w+=", shell)
    assert not re.search(r"https?://", shell)
