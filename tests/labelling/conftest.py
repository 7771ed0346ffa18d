import hashlib
import random

import pytest
from sqlalchemy import insert

from asknext.project.config import ClassConfig, Config
from asknext.project.folder import create_project
from asknext.store.schema import item


class Clock:
    """Time that goes on when told to."""

    def __init__(self):
        self.now = 1_700_000_000.0

    def __call__(self):
        return self.now


def fill(project, n, *, control=0.1, seed=0):
    rng = random.Random(seed)
    rows = [
        {
            "pos": pos,
            "id": f"id{pos}",
            "hash": hashlib.blake2b(str(pos).encode(), digest_size=16).digest(),
            "content": f"text number {pos}",
            "draw": rng.random(),
            "control": rng.random() < control,
        }
        for pos in range(n)
    ]
    with project.database.write() as conn:
        conn.execute(insert(item), rows)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def make_project(tmp_path):
    made = []

    def make(n=50, *, control=0.1, **settings):
        classes = tuple(ClassConfig(name, str(key)) for key, name in enumerate("abc", 1))
        project = create_project(tmp_path / f"project{len(made)}", Config(classes=classes, control=control, **settings))
        if n:
            fill(project, n, control=control)
        made.append(project)
        return project

    yield make
    for each in made:
        each.close()
