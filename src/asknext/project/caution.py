"""What a project from somewhere else does not go on doing by itself: nothing of this server goes out unasked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from asknext.project.config import Config
from asknext.store.webhooks import all_webhooks, change_webhook

__all__ = ["cautious_config", "pause_webhooks"]


def cautious_config(config: Config, folder: Path) -> tuple[Config, list[str]]:
    """``config`` with machines at rest, no private addresses and no folder of pictures elsewhere; a sentence for each.

    Parameters
    ----------
    folder : the project's.
    """
    said: list[str] = []
    running = [name for name, each in config.machines.items() if each.background]
    machines = {name: replace(each, background=False) for name, each in config.machines.items()}
    if running:
        said.append(
            f"Machines do not label in the background: {', '.join(running)}. Look at their url, key and guidelines, "
            "then set background: true below machines: in asknext.yaml."
        )
    if config.outside.allow_private:
        hosts = ", ".join(config.outside.allow_private)
        said.append(f"No private address may be asked; allow_private: below outside: in asknext.yaml was {hosts}.")
    media = config.media
    if media is not None and not (folder / media).resolve().is_relative_to(folder):
        said.append(f"Pictures outside of the project's folder are not shown; media: in asknext.yaml was {media}.")
        media = None
    return replace(config, machines=machines, outside=replace(config.outside, allow_private=()), media=media), said


def pause_webhooks(conn: Connection) -> list[str]:
    """Let no webhook send; a sentence where one did."""
    active = [each.id for each in all_webhooks(conn) if each.active]
    for each in active:
        change_webhook(conn, each, active=False)
    if not active:
        return []
    numbers = ", ".join(map(str, active))
    return [f"Webhooks are paused: {numbers}. To look: asknext webhook list DIR; then: asknext webhook resume DIR ID."]
