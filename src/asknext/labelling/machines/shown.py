"""What a project's machines are, what they have done, how often they are right, and what that has cost."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.machines.keeping import annotator_of, spent_by
from asknext.labelling.machines.skill import skill_of
from asknext.project.config import Config

__all__ = ["machines_shown"]


def machines_shown(conn: Connection, config: Config) -> list[dict[str, Any]]:
    """{name, annotator, kind, url, model, suggest, vote, background, budget, most_items, spent, skill} of each."""
    names = ("kind", "url", "model", "suggest", "vote", "background", "budget", "most_items")
    return [
        {
            "name": name,
            "annotator": annotator_of(name),
            **{each: getattr(machine, each) for each in names},
            "spent": asdict(spent_by(conn, name)),
            "skill": skill_of(conn, name, machine.suggest),
        }
        for name, machine in sorted(config.machines.items())
    ]
