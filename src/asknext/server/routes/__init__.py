"""The HTTP routes, one file a subject; each only reads the request, calls the room below and answers."""

from __future__ import annotations

from asknext.server.routes import (
    account,
    audit,
    card,
    dashboard,
    event_log,
    events,
    explore,
    export,
    guidelines,
    health,
    items,
    jobs,
    leases,
    login,
    machines,
    media,
    members,
    ontology,
    people,
    priorities,
    project,
    projects,
    qualification,
    quality,
    ranking,
    review,
    sign_in,
    single_sign_on,
    sound,
    webhooks,
)

__all__ = [
    "ALONE_ROUTERS",
    "PROJECT_ROUTERS",
    "SERVER_ROUTERS",
    "WORKSPACE_PROJECT_ROUTERS",
    "WORKSPACE_ROUTERS",
]

PROJECT_ROUTERS = tuple(
    each.router
    for each in (
        *(leases, events),  # routes are tried one after the other, and these two are most of the requests
        *(card, dashboard, event_log, explore, export, guidelines, items, jobs, media, ontology, project, ranking),
        *(machines, priorities, qualification, quality, review, sound, webhooks),
    )
)
"""What there is of each project; their paths say nothing of where that is."""

WORKSPACE_PROJECT_ROUTERS = (members.router,)
"""What there is beside of each project of a workspace."""

SERVER_ROUTERS = (health.router,)
"""What there is once."""

ALONE_ROUTERS = (login.router,)
"""What there is where one project is served alone."""

WORKSPACE_ROUTERS = tuple(each.router for each in (account, audit, people, projects, sign_in, single_sign_on))
"""What there is once in a workspace."""
