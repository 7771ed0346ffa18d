"""What each strategy picks on a small pool, as SVG; drawn anew by every build of the documentation.

The pool has two dimensions and three classes: two large groups that touch, a third apart, a small group of the third
class that nothing labelled stands for, and a few items far from everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
from docs.strategy_tiles import boxes_picture, tokens_picture
from sklearn.linear_model import LogisticRegression, Ridge

import asknext
from asknext.errors import AsknextError

__all__ = ["BATCH", "picture"]

BATCH = 10
COLOURS = ("#0072b2", "#e69f00", "#009e73")  # told apart by the colour-blind, too
SIDE, PAD = 360, 14
Inputs = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """Points (n, 2), the class guessed for each (n,), the labelled rows and the inputs of strategies."""

    points: Any
    guesses: Any
    labelled: Any
    inputs: Inputs
    boundary: Any = None


def picture(name: str, info: asknext.strategies.StrategyInfo, specs: Mapping[str, Any]) -> str:
    """The SVG of what ``name`` picks; ``specs`` has the parameters of those that need some."""
    spec = specs.get(name, name)
    if "detections" in info.needs:
        return boxes_picture(spec, f"What {name} picks", masks="mask" in name)
    if "sequences" in info.needs:
        return tokens_picture(spec, f"What {name} picks")
    scene = _scene(info)
    try:
        batch = asknext.select(spec, BATCH, seed=0, **{"labelled": scene.labelled, **scene.inputs})
    except AsknextError as error:
        raise RuntimeError(f"No picture of {name!r} could be drawn: {error}") from error
    if info.family == "streams":
        return _timeline(scene, batch.indices, f"When {name} asks")
    return _svg(scene, batch.indices, f"What {name} picks")


def _scene(info: asknext.strategies.StrategyInfo) -> Scene:
    special = {"streams": _stream, "annotators": _annotated}
    if info.family in special:
        return special[info.family]()
    if "single_label" in info.tasks:
        return _classes()
    return _several_labels() if "multi_label" in info.tasks else _numbers()


def _points(rng: np.random.Generator) -> tuple[Any, Any]:
    groups = [
        ((-1.6, 0.0), 0.8, 110, 0),
        ((1.5, 0.3), 0.8, 110, 1),
        ((0.1, 3.2), 0.6, 60, 2),
        ((3.6, -2.6), 0.25, 15, 2),
    ]
    points = [rng.normal(centre, width, (count, 2)) for centre, width, count, _ in groups]
    far = np.array([[-4.2, 3.9], [4.4, 3.6], [-4.0, -3.2], [0.4, -3.6]])
    truth = np.concatenate([np.full(count, kind) for _, _, count, kind in groups] + [np.array([0, 1, 0, 1])])
    return np.concatenate([*points, far]), truth


def _classes() -> Scene:
    rng = np.random.default_rng(5)
    points, truth = _points(rng)
    labelled = np.sort(np.concatenate([rng.choice(np.flatnonzero(truth[:280] == kind), 5, False) for kind in range(3)]))
    model = LogisticRegression(C=2.0).fit(points[labelled], truth[labelled])
    probabilities = model.predict_proba(points)
    draws = [np.concatenate([labelled[:1], labelled[5:6], labelled[10:11], rng.choice(labelled, 12)]) for _ in range(5)]
    members = [LogisticRegression(C=2.0).fit(points[rows], truth[rows]).predict_proba(points) for rows in draws]
    labels = np.full(len(points), None, dtype=object)
    labels[labelled] = truth[labelled]
    inputs: Inputs = {"probabilities": probabilities, "embeddings": points, "committee": np.stack(members)}
    inputs |= {"labels": labels, "columns": _columns(points, truth)}
    return Scene(points, probabilities.argmax(axis=1), labelled, inputs, model)


def _stream() -> Scene:
    """The same items in random order, but for those of one large group, which come in the second half only."""
    scene, rng = _classes(), np.random.default_rng(8)
    late = scene.guesses == 1
    order = np.concatenate([rng.permutation(np.flatnonzero(~late)), rng.permutation(np.flatnonzero(late))])
    order = order[~np.isin(order, scene.labelled)]
    inputs = {key: scene.inputs[key][order] for key in ("probabilities", "embeddings")}
    return Scene(scene.points[order], scene.guesses[order], np.array([], dtype=np.int64), inputs)


def _annotated() -> Scene:
    """Squares were answered by two or three of four annotators, who are right in 95, 85, 70 and 55 of 100 cases."""
    scene, rng = _classes(), np.random.default_rng(9)
    truth, skill = scene.inputs["columns"]["true_label"], (0.95, 0.85, 0.7, 0.55)
    rows = np.union1d(scene.labelled, rng.choice(280, 15, False))
    answers = np.full((len(truth), 4), None, dtype=object)
    for row in rows:
        for who in rng.choice(4, rng.integers(2, 4), False):
            answers[row, who] = int(truth[row]) if rng.random() < skill[who] else int(rng.integers(3))
    labels = np.full(len(truth), None, dtype=object)
    labels[rows] = [next(each for each in answers[row] if each is not None) for row in rows]
    inputs = scene.inputs | {"annotations": answers, "labels": labels, "labelled": []}
    return Scene(scene.points, scene.guesses, rows, inputs, scene.boundary)


def _columns(points: Any, truth: Any) -> Inputs:
    return {
        "true_label": truth,
        "reference_label": truth,
        "height": points[:, 1],
        "cost": 1.0 + np.abs(points[:, 0]),
        "query": truth == 2,
    }


def _several_labels() -> Scene:
    rng = np.random.default_rng(6)
    points, _ = _points(rng)
    truth = np.stack([points[:, 0] > 0, points[:, 1] > 1.2], axis=1).astype(int)
    labelled = np.sort(rng.choice(280, 15, False))
    models = [LogisticRegression(C=2.0).fit(points[labelled], truth[labelled, k]) for k in range(2)]
    probabilities = np.stack([model.predict_proba(points)[:, 1] for model in models], axis=1)
    members = [np.clip(probabilities + rng.normal(0, 0.1, probabilities.shape), 0, 1) for _ in range(5)]
    labels = np.full(len(points), None, dtype=object)
    for row in labelled:
        labels[row] = [k for k in range(2) if truth[row, k]]
    inputs: Inputs = {"probabilities": probabilities, "embeddings": points, "committee": np.stack(members)}
    inputs |= {"labels": labels, "multilabel": True, "columns": _columns(points, truth.sum(axis=1))}
    return Scene(points, (probabilities > 0.5).sum(axis=1), labelled, inputs)


def _numbers() -> Scene:
    rng = np.random.default_rng(7)
    points, _ = _points(rng)
    truth = np.sin(points[:, 0]) + 0.3 * points[:, 1]
    labelled = np.sort(rng.choice(280, 15, False))
    predictions = Ridge().fit(points[labelled], truth[labelled]).predict(points)
    draws = [rng.choice(labelled, 15) for _ in range(5)]
    committee = np.stack([Ridge().fit(points[rows], truth[rows]).predict(points) for rows in draws])
    labels = np.full(len(points), np.nan)
    labels[labelled] = truth[labelled]
    inputs: Inputs = {"predictions": predictions, "embeddings": points, "committee": committee, "labels": labels}
    inputs["columns"] = {"spread": committee.std(axis=0)}
    return Scene(points, np.digitize(predictions, [-0.4, 0.6]), labelled, inputs)


def _svg(scene: Scene, picks: Any, title: str) -> str:
    low, high = scene.points.min(axis=0), scene.points.max(axis=0)
    scaled = (scene.points - low) / (high - low) * (SIDE - 2 * PAD) + PAD
    places = np.column_stack([scaled[:, 0], SIDE - scaled[:, 1]]).round(1)
    labelled = set(scene.labelled.tolist())
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" width="{SIDE}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{SIDE}" height="{SIDE}" fill="#fff"/>',
        *_ground(scene, low, high),
        *(_dot(*places[row], scene.guesses[row]) for row in range(len(places)) if row not in labelled),
        *(_square(*places[row], scene.guesses[row]) for row in sorted(labelled)),
        *(_pick(*places[row], rank) for rank, row in enumerate(picks.tolist(), 1)),
        "</svg>",
    ]
    return "\n".join(parts)


def _timeline(scene: Scene, picks: Any, title: str) -> str:
    """Time to the right, uncertainty up; circles are asked about."""
    two = np.sort(scene.inputs["probabilities"], axis=1)[:, -2:]
    across = PAD + np.arange(len(two)) / (len(two) - 1) * (2 * SIDE - 2 * PAD)
    up = SIDE / 2 - PAD - (1.0 - two[:, 1] + two[:, 0]) * (SIDE / 2 - 2 * PAD)
    places = np.column_stack([across, up]).round(1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * SIDE} {SIDE // 2}" width="{2 * SIDE}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{2 * SIDE}" height="{SIDE // 2}" fill="#fff"/>',
        *(_dot(*places[row], scene.guesses[row]) for row in range(len(places))),
        *(_pick(*places[row], rank) for rank, row in enumerate(sorted(picks.tolist()), 1)),
        "</svg>",
    ]
    return "\n".join(parts)


def _ground(scene: Scene, low: Any, high: Any) -> list[str]:
    """Faint cells in the colour of the class that the model guesses there."""
    if scene.boundary is None:
        return []
    steps, size = 36, (SIDE - 2 * PAD) / 36
    across, up = np.meshgrid(np.arange(steps), np.arange(steps), indexing="ij")
    at = np.column_stack([across.ravel() + 0.5, up.ravel() + 0.5]) / steps * (high - low) + low
    kinds = scene.boundary.predict_proba(at).argmax(axis=1)
    return [
        f'<rect x="{PAD + i * size:.1f}" y="{SIDE - PAD - (j + 1) * size:.1f}" width="{size + 0.2:.1f}" '
        f'height="{size + 0.2:.1f}" fill="{COLOURS[kind]}" opacity=".1"/>'
        for i, j, kind in zip(across.ravel(), up.ravel(), kinds, strict=True)
    ]


def _dot(x: float, y: float, kind: int) -> str:
    return f'<circle cx="{x}" cy="{y}" r="2.6" fill="{COLOURS[kind]}" opacity=".55"/>'


def _square(x: float, y: float, kind: int) -> str:
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{COLOURS[kind]}" stroke="#000"/>'


def _pick(x: float, y: float, rank: int) -> str:
    return (
        f'<circle cx="{x}" cy="{y}" r="8" fill="#fff" stroke="#000" stroke-width="1.6"/>'
        f'<text x="{x}" y="{y + 3.2:.1f}" font-size="9" text-anchor="middle" font-family="sans-serif">{rank}</text>'
    )
