from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from asknext.embed.image import ImageEmbedder
from asknext.errors import InputError


def _pictures(n: int) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    stripes = np.zeros((28, 28), dtype=np.uint8)
    stripes[::4] = 255
    turned = (stripes, stripes.T)
    return [np.clip(turned[i % 2] + rng.integers(0, 40, (28, 28)), 0, 255).astype(np.uint8) for i in range(n)]


def test_direction_tells_pictures_apart() -> None:
    vectors = ImageEmbedder(8).fit([_pictures(40)]).transform(_pictures(4))
    assert (vectors.dtype, vectors.shape) == (np.float32, (4, 8))
    near, far = np.linalg.norm(vectors[0] - vectors[2]), np.linalg.norm(vectors[0] - vectors[1])
    assert near < far / 3


def test_pictures_of_any_size_and_saved_embedders(tmp_path: Path) -> None:
    odd = [np.zeros((1, 1, 3), np.uint8), np.full((500, 3, 3), 9, np.uint8), np.zeros((32, 32), np.uint8)]
    embedder = ImageEmbedder(4).fit([_pictures(20), odd])
    embedder.save(tmp_path)
    np.testing.assert_array_equal(ImageEmbedder.load(tmp_path).transform(odd), embedder.transform(odd))
    assert np.isfinite(embedder.transform(odd)).all()
    assert embedder.transform([]).shape == (0, 4)


def test_one_picture_or_none() -> None:
    assert ImageEmbedder().fit([_pictures(1) * 2]).transform(_pictures(1)).shape == (1, 1)
    with pytest.raises(InputError, match="There are no pictures"):
        ImageEmbedder().fit([])
