"""Folders of clips: ``clips: FOLDER``, a table of feature vectors beside labels as JSON records."""

from __future__ import annotations

from pathlib import Path

from asknext.lab.clip_folder import read_clip_folder
from asknext.lab.data_sets.source import Read, Source, register_source
from asknext.lab.settings import Settings

__all__: list[str] = []


def _read(given: Settings, folder: Path) -> Read:
    """Vectors are content and, unless others are brought, embeddings."""
    found = read_clip_folder(
        folder / Path(given.text("clips")).expanduser(),
        features=given.text("features", None),
        labels=given.text("labels", None),
        vectors=given.text("vectors", "combined"),
    )
    labels = [tuple(sorted(each)) for each in found.labels]
    embeddings = None if "embeddings" in given else found.vectors
    ids, notes = list(found.assets), found.notes()
    return Read(found.vectors, labels, ids=ids, embeddings=embeddings, classes=found.classes, notes=notes)


register_source(Source("clips", ("features", "labels", "vectors"), _read))
