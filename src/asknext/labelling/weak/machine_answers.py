"""Labels from labelling functions, or any other machine, stored as the answers of one machine annotator."""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from asknext.labelling.policy import Policy
from asknext.labelling.replay import MACHINE
from asknext.labelling.settle import Rules, settle
from asknext.labelling.skill import measured_skills
from asknext.project.folder import Project
from asknext.project.ontology.reading import read_ontology
from asknext.store.events import append_event, target_item
from asknext.store.label_value import encoded_value
from asknext.store.votes import votes_on

__all__ = ["give_machine_answers"]

AT_ONCE = 500


def give_machine_answers(project: Project, answers: Mapping[int, str], *, annotator: str) -> int:
    """Store answers by item position, in transactions of 500; gives how many were new or changed.

    They count as the project's settings say of machines (``overlap: machines``): by default beside people's answers,
    never in place of them. What the annotator says already is not said again.

    Parameters
    ----------
    answers : position -> class id.  annotator : the machine's name, under which its skill is measured.
    """
    return sum(_some(project, chunk, annotator) for chunk in _chunks(list(answers.items())))


def _chunks(answers: Sequence[tuple[int, str]]) -> list[Sequence[tuple[int, str]]]:
    return [answers[start : start + AT_ONCE] for start in range(0, len(answers), AT_ONCE)]


def _some(project: Project, answers: Sequence[tuple[int, str]], annotator: str) -> int:
    with project.database.write() as conn:
        ontology = read_ontology(conn)
        rules = Rules(Policy.of(project.config), len(ontology.choosable), measured_skills(conn), ontology)
        said = {
            which: vote.value
            for which, votes in votes_on(conn, [which for which, _ in answers]).items()
            for vote in votes
            if vote.annotator == annotator
        }
        new = [(which, value) for which, class_id in answers if said.get(which) != (value := encoded_value([class_id]))]
        for which, value in new:
            _store(conn, which, value, annotator, rules)
    return len(new)


def _store(conn: Connection, which: int, value: str, annotator: str, rules: Rules) -> None:
    append_event(
        conn,
        uid=f"machine-{uuid.uuid4().hex}",
        at=time.time(),
        annotator=annotator,
        session=MACHINE,
        item=which,
        kind="label",
        value=value,
        stream=MACHINE,
        strategy=MACHINE,
    )
    settle(conn, target_item(conn, which), rules)
