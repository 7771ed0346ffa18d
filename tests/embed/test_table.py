from __future__ import annotations

from pathlib import Path

import numpy as np

from asknext.embed.table import TableEmbedder


def test_numbers_are_scaled_and_missing_ones_marked(tmp_path: Path) -> None:
    rows = [{"n": "1", "kind": "a"}, {"n": 2, "kind": "b"}, {"n": 3.0, "kind": "a"}, {"n": None, "kind": ""}]
    embedder = TableEmbedder().fit([rows])
    vectors = embedder.transform([*rows, {"n": "x", "kind": "new"}])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors[:, 0], [-1.2247448, 0, 1.2247448, 0, 0], atol=1e-6)
    assert vectors[:, 1].tolist() == [0, 0, 0, 1, 1]
    assert vectors[:, 2:].tolist() == [[1, 0], [0, 1], [1, 0], [0, 0], [0, 0]]
    embedder.save(tmp_path)
    np.testing.assert_array_equal(TableEmbedder.load(tmp_path).transform(rows), vectors[:4])


def test_many_categories_and_wild_numbers_are_held_in_bounds() -> None:
    rows = [{"id": f"v{i}", "n": 1e9 if i == 0 else i} for i in range(100)]
    vectors = TableEmbedder(categories=5).fit([rows]).transform(rows)
    assert vectors.shape == (100, 2 + 5)
    assert np.abs(vectors).max() <= 10
