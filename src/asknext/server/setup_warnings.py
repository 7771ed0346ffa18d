"""What is set up in the projects of a workspace so that nobody could work as it was meant."""

from __future__ import annotations

from collections.abc import Iterator

from asknext.errors import AsknextError
from asknext.people.workspace import Workspace
from asknext.project.folder import Project, open_project
from asknext.store.gold_items import count_unanswered_gold

__all__ = ["setup_warnings"]


def setup_warnings(workspace: Workspace) -> Iterator[str]:
    """A sentence for each; what cannot be opened is told to whoever opens it."""
    for name, folder in workspace.projects().items():
        try:
            with open_project(folder) as project:
                yield from _of(name, project)
        except AsknextError:
            continue


def _of(name: str, project: Project) -> Iterator[str]:
    if project.config.skills:
        yield (
            f"{name}: skills: of asknext.yaml is not used in a workspace. Give people their skills on the project's "
            "page of people, or by asknext people role DIR NAME PROJECT ROLE --skill TAG."
        )
    wanted = project.config.qualification.items
    if wanted:
        with project.database.read() as conn:
            there = count_unanswered_gold(conn, "")  # nobody is called so: all of them
        if there < wanted:
            yield (
                f"{name}: qualification: items is {wanted}, and there are {there} gold items, so nobody can pass the "
                "test and begin. To make more: asknext gold DIR FILE"
            )
