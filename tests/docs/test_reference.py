"""The reference is complete, and as the code is."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import typer
from docs.reference_pages import pages

import asknext
from asknext.cli.app import app
from asknext.project.config import Config
from asknext.stopping.registry import rules


def named(group: typer.Typer, before: str = "") -> Iterator[str]:
    yield from (before + (each.name or each.callback.__name__) for each in group.registered_commands)
    for each in group.registered_groups:
        assert each.typer_instance is not None
        yield from named(each.typer_instance, f"{before}{each.typer_instance.info.name} ")


COMMANDS = set(named(app))
DOCS = Path(__file__).resolve().parents[2] / "docs"


def headings(name: str) -> set[str]:
    return set(re.findall(r"^## (\S.*)$", (DOCS / "reference" / name).read_text(encoding="utf-8"), re.MULTILINE))


def test_pages_made_from_the_code_are_up_to_date() -> None:
    for name, made in pages().items():
        written = (DOCS / "reference" / name).read_text(encoding="utf-8")
        assert written == made, f"{name}: run: python -m docs.reference_pages"


def test_every_command_has_its_heading_and_an_example() -> None:
    assert headings("command_line.md") == set(COMMANDS)
    page = (DOCS / "reference" / "command_line.md").read_text(encoding="utf-8")
    assert all(f"\nasknext {name} " in page for name in COMMANDS)


def test_every_command_speaks_json() -> None:
    page = (DOCS / "reference" / "command_line.md").read_text(encoding="utf-8")
    assert page.count("| `--json` |") == len(COMMANDS)


def test_every_setting_strategy_and_rule_has_its_heading() -> None:
    assert headings("settings.md") == {field.name for field in dataclasses.fields(Config)}
    table = (DOCS / "reference" / "strategies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| \[(\w+)\]", table, re.MULTILINE)) == set(asknext.strategies())
    assert headings("stopping_rules.md") == set(rules())


def test_every_public_name_is_in_the_python_reference() -> None:
    page = (DOCS / "reference" / "python.md").read_text(encoding="utf-8")
    named = {"AsknextError": "asknext.errors", "__version__": "asknext"}
    for name in asknext.__all__:
        assert named.get(name, name) in page


def test_every_page_is_in_the_index() -> None:
    for page in sorted(DOCS.rglob("*.md")):
        name = page.relative_to(DOCS)
        if name == Path("index.md") or name.parts[0] == "_build" or "_generated" in name.parts:
            continue
        index = page.parent / "index.md" if page.stem != "index" else DOCS / "index.md"
        index = index if index.exists() else DOCS / "index.md"
        entry = page.relative_to(index.parent).with_suffix("").as_posix()
        assert f"\n{entry}\n" in index.read_text(encoding="utf-8"), name


def test_links_between_pages_lead_somewhere() -> None:
    root = DOCS.parent
    for page in [root / "README.md", root / "CONTRIBUTING.md", *DOCS.rglob("*.md")]:
        if "_build" in page.parts or "_generated" in page.parts:
            continue
        prose = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", prose):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
