"""The steps between what was read and what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, InputError
from asknext.media import difference_hash
from asknext.selection.assembling import Extra, pool_of
from asknext.selection.baseline import baseline_of
from asknext.selection.choosing import Choice, choose
from asknext.selection.embedding import OnnxPictures, embedded
from asknext.selection.found_files import FoundFile, Problem, find_files, kind_of
from asknext.selection.item_columns import measured, scored
from asknext.selection.items import Items, Source, gather
from asknext.selection.looking import Looker, PictureModel
from asknext.selection.media_selection import MediaSelection
from asknext.selection.onnx_detector import OnnxDetector
from asknext.selection.outcome import Outcome
from asknext.selection.parts import Wanted
from asknext.selection.pool import Pool, joined_runs
from asknext.selection.predicted import Predicted, by_model, detection_of, from_file
from asknext.selection.reading import Read
from asknext.selection.states import Earlier, duplicate_states, unit_rows

__all__ = ["Models", "run"]


@dataclass(frozen=True)
class Models:
    """The models that are run on every picture, where there are any."""

    embedder: PictureModel | None
    detector: PictureModel | None

    @classmethod
    def of(cls, config: MediaSelection, folder: Path) -> Models:
        """Opened, so that what is wrong with one is said before anything is read."""
        embedder = None
        if config.embeddings.startswith("onnx:"):
            embedder = OnnxPictures(folder / config.embeddings.removeprefix("onnx:"))
        detector = None if config.model is None else OnnxDetector(config.model.path, config.model.overlap)
        return cls(embedder, detector)

    @property
    def every(self) -> list[PictureModel]:
        return [each for each in (self.embedder, self.detector) if each is not None]


def run(
    config: MediaSelection,
    wanted: Wanted,
    read: Read,
    looker: Looker,
    models: Models,
    earlier: Earlier,
    notes: Sequence[str] = (),
) -> Outcome:
    """Choose from what was read; ``notes`` are sentences that go with the outcome."""
    items = gather(read.sources, looker)
    predicted = _predicted(config, items, looker, models)
    extras, problems = _extras(config, earlier, items, looker, models)
    embedding = embedded(
        config.embeddings, config.folder, items, [each.source for each in extras], looker, models.embedder
    )
    vectors = unit_rows(embedding.vectors)
    states = _states(config, items, vectors[: len(items)], looker, earlier)
    columns = measured(items) | scored(wanted, predicted, len(items))
    pool = pool_of(items, vectors, states, columns, wanted, predicted, extras)
    if config.sequence_length > 1:
        pool = joined_runs(pool, items, config.sequence_length)
    count = _count(config, pool)
    classes = () if predicted is None else predicted.classes
    choice = choose(wanted.mix, pool, count, config.seed, config.most_per_video, classes)
    rows, scores, reasons = _marked(states, choice, pool)
    return Outcome(
        config, read.files, items, vectors[: len(items)], (embedding.model, embedding.fingerprint), states, rows,
        scores, reasons, columns, predicted, wanted.mix, (*read.problems, *problems),
        (*notes, *(predicted.notes if predicted else ()), *choice.notes),
        baseline_of(items, config.baseline, len(rows)),
    )  # fmt: skip


def _predicted(config: MediaSelection, items: Items, looker: Looker, models: Models) -> Predicted | None:
    if config.predictions is not None:
        images = next((path for path in config.input if path.is_dir()), None)
        return from_file(config.predictions, items, images)
    if config.model is not None and models.detector is not None:
        return by_model(config.model, models.detector, items, looker)
    return None


def _states(
    config: MediaSelection, items: Items, vectors: npt.NDArray[np.float32], looker: Looker, earlier: Earlier
) -> npt.NDArray[np.object_]:
    given = config.duplicates
    hashes = None if given.bits is None or config.kind == "audio" else _perceptual(items, looker)
    states = duplicate_states(items, given, hashes, vectors)
    for row, name in enumerate(items.names):
        if name in earlier.chosen:
            states[row] = "preselected"
        elif config.skip_processed and name in earlier.seen and states[row] == "candidate":
            states[row] = "processed"
    return states


def _perceptual(items: Items, looker: Looker) -> npt.NDArray[np.uint64]:
    """(n,) hashes of the small pictures."""
    weights = np.array([0.299, 0.587, 0.114], dtype=np.float32)
    parts = [
        difference_hash(block["small"].astype(np.float32) @ weights)
        for source in items.sources
        for block in looker.blocks(source.facts, source.file.kind)
        if "small" in block
    ]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint64)


def _extras(
    config: MediaSelection, earlier: Earlier, items: Items, looker: Looker, models: Models
) -> tuple[list[Extra], list[Problem]]:
    """Pictures of queries, and files that are chosen already and not among the items."""
    wanted: list[tuple[FoundFile, str | None]] = []
    for tag, path in config.queries.items():
        wanted += [(each, tag) for each in find_files((path,)).files]
    for path in earlier.folders:
        wanted += [(each, None) for each in find_files((path,)).files]
    names, kind = set(items.names), items.sources[0].file.kind
    wanted += [
        (FoundFile(name, path, kind_of(path.name) or kind), None)
        for name, path in earlier.chosen.items()
        if name not in names
    ]
    looked = [(Source(file, looker.look(file)), tag) for file, tag in wanted]
    problems = [Problem(source.file.name, source.facts.error) for source, _ in looked if source.facts.error]
    for tag in config.queries:
        if not any(own == tag and source.facts.items for source, own in looked):
            raise DataError(f"none of the files of the query {tag!r} can be read", source=str(config.queries[tag]))
    return [
        _extra(source, tag, config, earlier, looker, models) for source, tag in looked if source.facts.items
    ], problems


def _extra(
    source: Source, tag: str | None, config: MediaSelection, earlier: Earlier, looker: Looker, models: Models
) -> Extra:
    if tag is None and source.file.name in earlier.said:
        return Extra(source, tag, (detection_of(earlier.said[source.file.name]),))
    if config.model is not None and models.detector is not None:
        own = by_model(config.model, models.detector, gather([source], looker), looker)
        return Extra(source, tag, tuple(own.detections()))
    return Extra(source, tag, (None,) * source.facts.items)


def _count(config: MediaSelection, pool: Pool) -> int:
    """How many rows of the pool: a share is one of what there is to choose from."""
    if isinstance(config.n, float):
        return max(1, round(config.n * len(pool.available)))
    if not len(pool.available):
        raise InputError("There is nothing to choose from: every item is a duplicate, or was chosen or seen before.")
    return config.n // config.sequence_length


def _marked(
    states: npt.NDArray[np.object_], choice: Choice, pool: Pool
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], tuple[str, ...]]:
    """The chosen items in order; ``states`` say so, and which were removed by a threshold."""
    for row in choice.removed.tolist():
        states[list(pool.members[row])] = "removed"
    picked = [(item, at) for at, row in enumerate(choice.rows.tolist()) for item in pool.members[row]]
    rows = np.array([item for item, _ in picked], dtype=np.int64)
    states[rows] = "selected"
    places = np.array([at for _, at in picked], dtype=np.int64)
    return rows, choice.scores[places], tuple(choice.reasons[at] for at in places.tolist())
