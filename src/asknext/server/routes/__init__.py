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
    webhooks,
)

__all__ = ["PROJECT_ROUTERS", "SERVER_ROUTERS"]

PROJECT_ROUTERS = tuple(
    each.router for each in (dashboard, events, export, items, leases, media, project, ranking, webhooks)
)
"""What there is of each project; their paths say nothing of where that is."""

SERVER_ROUTERS = (health.router, login.router, pages.router)
"""What there is once."""
