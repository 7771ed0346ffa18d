"""``asknext people reset``: a link by which somebody chooses a new password."""

from __future__ import annotations

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.cli.people.by import BY, Name, Workspace
from asknext.cli.people.link import Url, adapted, link_to

__all__ = ["reset"]


def reset(folder: Workspace, name: Name, url: Url = None, as_json: Json = False) -> None:
    """Make a link by which somebody chooses a new password, once, within a day; then all their sessions end.

    \b
    asknext people reset team Ann --url https://labels.example.org
    """
    from asknext.people.workspace import open_workspace

    with open_workspace(folder) as opened:
        person = opened.people.accounts.by_name(name)
        secret = opened.people.invitations.to_new_password(person["id"], by=BY)
        address = url or opened.settings.public_url
    link = link_to(secret, address)
    text = f"This link works once, within a day, for {person['name']}:\n  {link}"
    Console(as_json=as_json).result({"name": person["name"], "link": link}, adapted(text, address))
