"""`has_left_over`: whether a project has something to send or to do though nobody asks for it."""

from __future__ import annotations

from pathlib import Path

from asknext.errors import AsknextError
from asknext.project.folder import open_project
from asknext.store.events import last_event
from asknext.store.jobs import count_jobs
from asknext.store.webhooks import all_webhooks, count_deliveries

__all__ = ["has_left_over"]


def has_left_over(folder: Path) -> bool:
    """Whether events wait for a webhook, a job is unfinished, or a machine labels always; false for what is broken."""
    try:
        with open_project(folder) as project, project.database.read() as conn:
            if any(each.background for each in project.config.machines.values()):
                return True
            waiting = any(each.get("waiting") for each in count_deliveries(conn).values())
            newest = last_event(conn)
            behind = any(each.active and each.cursor < newest for each in all_webhooks(conn))
            return waiting or behind or bool(count_jobs(conn).get("running"))
    except AsknextError:  # its own people are told when they come
        return False
