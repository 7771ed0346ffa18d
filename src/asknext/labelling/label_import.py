"""Labels of a file of any exchange format into a project, as labels from elsewhere."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from asknext.formats.rows import Reject
from asknext.labelling.label_file import Brought, LabelFile
from asknext.labelling.policy import Policy
from asknext.labelling.settle import Rules, settle
from asknext.project.folder import Project
from asknext.project.ontology.reading import read_ontology
from asknext.project.rejects import RejectsFile
from asknext.store.events import append_event, current_label, known_uids, target_item
from asknext.store.label_value import annotations_in, decoded_value
from asknext.store.queue_marker import mark_queue

if TYPE_CHECKING:
    from asknext.formats.exchange import Options

__all__ = ["LabelImport", "import_labels"]

WHO = "import"


@dataclass
class LabelImport:
    """What came of a file: ``labels`` new, ``known`` there already, ``conflicts`` with another label, which stays;
    ``unmatched`` names and all that was ``rejected``, which ``rejects_file`` lists; ``boxed`` shapes taken as boxes.
    """

    format: str
    labels: int = 0
    known: int = 0
    conflicts: int = 0
    unmatched: int = 0
    rejected: int = 0
    boxed: int = 0
    rejects_file: Path | None = None
    seconds: float = 0.0


def import_labels(
    project: Project, path: Path, *, format: str | None = None, options: Options | None = None
) -> LabelImport:
    """Give items the labels that a file has for them, in one durable transaction.

    A label that somebody gave already stays, and the other one is named in the rejects file.

    Raises
    ------
    DataError : the file cannot be read at all. InputError : the project's labels are no annotations.
    """
    started = time.time()
    file, done = LabelFile(project, path, format, options), LabelImport("")
    done.format = file.format
    with project.database.write() as conn:
        each: Brought
        stored = list(file.brought(conn))
        rules = Rules(Policy.of(project.config), ontology=read_ontology(conn))
        for each in stored:
            _store(conn, each, rules, done, file, started)
        mark_queue(conn)
    done.unmatched, done.boxed, done.rejected = file.unmatched, file.boxed, len(file.rejects)
    done.rejects_file = _written(project, path, file.rejects, started)
    done.seconds = time.time() - started
    return done


def _store(conn: Connection, each: Brought, rules: Rules, done: LabelImport, file: LabelFile, at: float) -> None:
    uid = "import-" + hashlib.blake2b(f"{each.pos}\0{each.value}".encode(), digest_size=16).hexdigest()
    label = current_label(conn, each.pos)
    if known_uids(conn, [uid]) or (label is not None and _said(label.value) == _said(each.value)):
        done.known += 1
    elif label is not None:
        done.conflicts += 1
        reason = "the item has another label already; this one was not taken"
        file.rejects.append(Reject(file.format, None, None, reason, each.items[0].name[:200]))
    else:
        common = {"uid": uid, "at": at, "annotator": WHO, "session": f"import-{at:.6f}", "stream": "import"}
        append_event(conn, **common, item=each.pos, kind="label", value=each.value)
        settle(conn, target_item(conn, each.pos), rules)
        done.labels += 1


def _said(value: str) -> list[str]:
    """What is said, whatever the annotations are called and in which order they come."""
    told = annotations_in(decoded_value(value)) or []
    return sorted(json.dumps({name: one[name] for name in sorted(one.keys() - {"attributes", "id"})}) for one in told)


def _written(project: Project, path: Path, rejects: list[Reject], at: float) -> Path | None:
    file = RejectsFile(project.rejects, path.name, at)
    for each in rejects:
        file.add(each)
    return file.close()
