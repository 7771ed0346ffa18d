"""``asknext webhook``: where a project's events are sent."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Folder, Json

__all__ = ["webhook"]

webhook = typer.Typer(
    name="webhook",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Send a project's events to other programs: signed, in order, tried again until they have arrived.

    \b
    asknext webhook add tweets https://example.org/hook --kinds label,undo
    """,
)
Which = Annotated[int, typer.Argument(metavar="ID", help="The webhook's number, as `asknext webhook list` shows it.")]


@webhook.command()
def add(
    folder: Folder,
    url: Annotated[str, typer.Argument(help="Where events are sent.")],
    kinds: Annotated[str, typer.Option(help="Kinds of event, with commas between them; default: all.")] = "",
    past: Annotated[bool, typer.Option("--past", help="Send what has happened so far, too.")] = False,
    as_json: Json = False,
) -> None:
    """Add a webhook and show its secret, this once.

    \b
    asknext webhook add tweets https://example.org/hook --kinds label,undo
    """
    from asknext.labelling import webhooks
    from asknext.labelling.outside import Outside
    from asknext.project.folder import open_project

    chosen = [each.strip() for each in kinds.split(",") if each.strip()]
    with open_project(folder) as project:
        Outside(project.config.outside.allow_private).check(url)
        with project.database.write() as conn:
            made = webhooks.make(conn, url, chosen, by="command line", now=time.time(), past=past)
    Console(as_json=as_json).result(
        made, f"Webhook {made['id']} added.\nSecret (shown only this once): {made['secret']}"
    )


@webhook.command("list")
def show(folder: Folder, as_json: Json = False) -> None:
    """Show the webhooks, and how much has arrived.

    \b
    asknext webhook list tweets
    """
    from asknext.labelling import webhooks

    found = _run(folder, webhooks.listed)
    Console(as_json=as_json).result({"webhooks": found}, _table(found))


@webhook.command()
def pause(folder: Folder, which: Which, as_json: Json = False) -> None:
    """Send nothing more until `asknext webhook resume`; events are kept meanwhile.

    \b
    asknext webhook pause tweets 1
    """
    _change(folder, which, as_json, False)


@webhook.command()
def resume(folder: Folder, which: Which, as_json: Json = False) -> None:
    """Send again, beginning with what was kept.

    \b
    asknext webhook resume tweets 1
    """
    _change(folder, which, as_json, True)


@webhook.command()
def rotate(folder: Folder, which: Which, as_json: Json = False) -> None:
    """Give it a new secret, shown this once; for a day messages are signed with both.

    \b
    asknext webhook rotate tweets 1
    """
    from asknext.labelling import webhooks

    made = _run(folder, lambda conn: webhooks.new_secret(conn, which, now=time.time()))
    Console(as_json=as_json).result(made, f"New secret (shown only this once): {made['secret']}")


@webhook.command()
def remove(folder: Folder, which: Which, as_json: Json = False) -> None:
    """Remove it; what was on its way is not sent.

    \b
    asknext webhook remove tweets 1
    """
    from asknext.labelling import webhooks

    _run(folder, lambda conn: webhooks.remove(conn, which))
    Console(as_json=as_json).result({"removed": which}, f"Webhook {which} removed.")


@webhook.command()
def deliveries(
    folder: Folder,
    which: Which,
    limit: Annotated[int, typer.Option("-n", help="How many, the newest first.", min=1, max=500)] = 20,
    as_json: Json = False,
) -> None:
    """Show what was sent, what waits, and what was given up.

    \b
    asknext webhook deliveries tweets 1 -n 50
    """
    from asknext.labelling import webhooks

    found = _run(folder, lambda conn: webhooks.deliveries(conn, which, limit=limit))
    Console(as_json=as_json).result({"deliveries": found}, _deliveries(found))


@webhook.command()
def replay(folder: Folder, which: Which, as_json: Json = False) -> None:
    """Send what was given up once more; the server does it when it runs.

    \b
    asknext webhook replay tweets 1
    """
    from asknext.labelling import webhooks

    again = _run(folder, lambda conn: webhooks.send_again(conn, which, now=time.time()))
    Console(as_json=as_json).result({"again": again}, f"{counted(again, 'delivery', 'deliveries')} to be sent again.")


def _run(folder: Path, work: Callable[[Any], Any]) -> Any:
    from asknext.project.folder import open_project

    with open_project(folder) as project, project.database.write() as conn:
        return work(conn)


def _change(folder: Path, which: int, as_json: bool, active: bool) -> None:
    from asknext.labelling import webhooks

    made = _run(folder, lambda conn: webhooks.change(conn, which, active=active))
    Console(as_json=as_json).result(made, f"Webhook {which} {'sends again' if active else 'is paused'}.")


def _table(found: Sequence[Mapping[str, Any]]) -> str:
    from asknext.cli.table import table

    if not found:
        return "No webhooks yet. To add one: asknext webhook add DIR URL"
    rows = [(each["id"], each["url"], *_counts(each), "on" if each["active"] else "paused") for each in found]
    return table(["id", "URL", "waiting", "sent", "given up", ""], rows)


def _counts(each: Mapping[str, Any]) -> tuple[int, int, int]:
    return each["waiting"], each["sent"], each["failed"]


def _deliveries(found: Sequence[Mapping[str, Any]]) -> str:
    from asknext.cli.table import table

    words = {"failed": "given up"}
    rows = [
        (each["id"], each["seq"], words.get(each["status"], each["status"]), each["attempts"], each["answer"] or "")
        for each in found
    ]
    return table(["id", "event", "status", "attempts", "last answer"], rows) if rows else "Nothing was sent yet."
