"""The HTTP routes, one file a subject; each only reads the request, calls the room below and answers."""

from __future__ import annotations

from asknext.server.routes import (
    dashboard,
    events,
    export,
    health,
    items,
    leases,
    login,
    media,
    pages,
    project,
    ranking,
)

__all__ = ["ROUTERS"]

ROUTERS = tuple(
    each.router for each in (dashboard, events, export, health, items, leases, login, media, pages, project, ranking)
)
