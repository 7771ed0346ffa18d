"""Values and items as Hypothesis makes them."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from asknext.annotations import (
    Annotation,
    AudioRegion,
    Box,
    FreeText,
    ItemClass,
    Keypoints,
    Mask,
    Number,
    Ordinal,
    OrientedBox,
    PairChoice,
    Polygon,
    Relation,
    Span,
)

WIDTH, HEIGHT = 40, 30
names = st.sampled_from(["cat", "dog", "a b", "Größe", "x<&>\"'y", "null", "1.5", "=1+1", "猫", "a-b"])
xs = st.integers(0, WIDTH * 8).map(lambda each: each / 8)
ys = st.integers(0, HEIGHT * 8).map(lambda each: each / 8)
points = st.tuples(xs, ys)
boxes = (
    st.tuples(points, points)
    .filter(lambda two: two[0][0] != two[1][0] and two[0][1] != two[1][1])
    .map(
        lambda two: Box.of_corners(
            min(two[0][0], two[1][0]), min(two[0][1], two[1][1]), max(two[0][0], two[1][0]), max(two[0][1], two[1][1])
        )
    )
)
rings = st.lists(points, min_size=3, max_size=7).map(tuple)
outlines = rings.map(Polygon.of)
parted = st.lists(rings, min_size=1, max_size=3).map(lambda found: Polygon.of(*found))
polygons = st.lists(st.lists(rings, min_size=1, max_size=3).map(tuple), min_size=1, max_size=3).map(tuple).map(Polygon)
oriented = st.tuples(points, points, points, points).map(OrientedBox)
masks = st.integers(0, 2**32).map(
    lambda seed: Mask.of_pixels(np.random.default_rng(seed).random((HEIGHT, WIDTH)) < (seed % 7) / 6)
)
joints = st.one_of(st.just((0.0, 0.0, 0)), st.tuples(xs, ys, st.sampled_from([1, 2])))
poses = st.builds(Keypoints, st.lists(joints, min_size=3, max_size=3).map(tuple), boxes)
spans = st.tuples(st.integers(0, 20), st.integers(1, 9)).map(lambda two: Span(two[0], two[0] + two[1]))
regions = st.tuples(st.integers(0, 99), st.integers(1, 99), st.sampled_from([None, 0, 1])).map(
    lambda found: AudioRegion(found[0] / 8, (found[0] + found[1]) / 8, found[2])
)
answers = st.one_of(
    st.just(ItemClass()),
    st.floats(-1e9, 1e9).map(Number),
    st.integers(1, 5).map(Ordinal),
    st.sampled_from(["left", "right", "tie"]).map(PairChoice),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20).map(FreeText),
)
shapes = st.one_of(boxes, oriented, polygons, masks, poses)
values = st.one_of(shapes, spans, regions, answers, st.just(Relation("a", "b", False)))
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), st.text("ab'\"<", max_size=4)),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text("ab", min_size=1, max_size=2), inner, max_size=2)
    ),
    max_leaves=4,
)
attributes = st.dictionaries(st.sampled_from(["k", "color", "n"]), json_values, max_size=2)


def annotations(of: st.SearchStrategy[Any], **more: st.SearchStrategy[Any]) -> st.SearchStrategy[Annotation]:
    return st.builds(Annotation, of, names, **more)


everything = annotations(
    values,
    score=st.none() | st.floats(0, 1),
    probabilities=st.none() | st.just((0.25, 0.75)),
    group=st.none() | st.just("g"),
    by=st.none() | st.just("ann"),
    attributes=attributes,
)
