"""``asknext people disable`` and ``enable``: shut somebody out, and let them in again."""

from __future__ import annotations

from pathlib import Path

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.people.by import BY, Name, Workspace
from asknext.cli.people.leaving import give_up

__all__ = ["disable", "enable"]


def disable(folder: Workspace, name: Name, as_json: Json = False) -> None:
    """Shut somebody out: sessions and tokens end within a second, what they did stays.

    \b
    asknext people disable team Ann
    """
    _set(folder, name, True, as_json)


def enable(folder: Workspace, name: Name, as_json: Json = False) -> None:
    """Let somebody in again, with the password and roles they had. Tokens have to be made anew.

    \b
    asknext people enable team Ann
    """
    _set(folder, name, False, as_json)


def _set(folder: Path, name: str, disabled: bool, as_json: bool) -> None:
    from asknext.people.workspace import open_workspace

    with open_workspace(folder) as opened:
        person = opened.people.accounts.by_name(name)
        opened.people.accounts.set_disabled(person["id"], disabled, by=BY)
        if disabled:
            give_up(opened.projects().values(), person["name"])
    text = f"{person['name']} is shut out." if disabled else f"{person['name']} can come in again."
    Console(as_json=as_json).result({"name": person["name"], "disabled": disabled}, text)
