"""Maps of vectors: exact where they can be, the same every time, and sound on what is hardly there."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.embed import principal_components as pca_file
from asknext.embed.placing import placed_beside
from asknext.embed.principal_components import principal_components
from asknext.embed.projection import project_to_plane
from asknext.errors import InputError, MissingExtra, UnknownName


def spread(n, d, seed=0):
    rng = np.random.default_rng(seed)
    return (rng.standard_normal((n, d)) * np.linspace(3, 0.1, d) + 5).astype(np.float32)


@pytest.mark.parametrize("d", [1, 2, 7, 60])
def test_directions_are_those_of_a_full_decomposition(d, monkeypatch):
    monkeypatch.setattr(pca_file, "_BYTES", 8 * d * 11)  # several blocks, the last one shorter
    vectors = spread(100, d)
    found = principal_components(vectors, 2)
    centred = vectors.astype(float) - vectors.mean(axis=0, dtype=float)
    _, _, expected = np.linalg.svd(centred, full_matrices=False)
    for mine, other in zip(found.directions, expected, strict=False):
        assert abs(mine @ other) == pytest.approx(1, abs=1e-4)
        assert mine[np.abs(mine).argmax()] > 0
    reached = found.transform(vectors)
    assert np.allclose(reached, centred @ found.directions.T, atol=1e-3)


def test_many_dimensions_are_searched_at_random_and_give_the_same(monkeypatch):
    vectors = spread(80, 40)
    exact = principal_components(vectors, 2)
    monkeypatch.setattr(pca_file, "EXACT", 10)
    drawn, again = principal_components(vectors, 2, seed=3), principal_components(vectors, 2, seed=3)
    assert np.array_equal(drawn.directions, again.directions)
    assert np.allclose(drawn.directions, exact.directions, atol=0.05)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 9), st.integers(1, 5), st.booleans())
def test_a_few_vectors_or_all_alike_have_places_too(n, d, alike):
    vectors = np.ones((n, d), np.float32) if alike else spread(n, d)
    found = project_to_plane(vectors, "pca")
    assert found.positions.shape == (n, 2)
    assert np.isfinite(found.positions).all()
    if alike:
        assert np.allclose(found.positions, 0)


def test_a_mapped_file_is_placed_as_its_copy_in_memory(tmp_path):
    vectors = spread(300, 20)
    np.save(tmp_path / "v.npy", vectors)
    mapped = np.load(tmp_path / "v.npy", mmap_mode="r")
    assert np.array_equal(project_to_plane(mapped).positions, project_to_plane(vectors).positions)


def test_t_sne_of_a_sample_places_the_rest_beside_it_and_says_so():
    vectors = np.concatenate([spread(20, 4), spread(20, 4, seed=1)])
    found, again = (project_to_plane(vectors, "tsne", sample=14) for _ in range(2))
    assert np.array_equal(found.positions, again.positions)
    assert found.computed == 14
    assert found.sentence.startswith("t-SNE of 14 items. The other 26 ")
    assert np.isfinite(found.positions).all()


def test_the_others_stand_among_their_nearest():
    known = np.array([[0, 0], [1, 0], [0, 1], [1, 1], [50, 50]], np.float32)
    points = known * 10
    placed = placed_beside(np.array([[0.5, 0.5], [1, 1], [50, 50]], np.float32), known, points, lambda block: block)
    assert placed[0] == pytest.approx([5, 5], abs=0.1)
    assert placed[1] == pytest.approx([10, 10], abs=0.2)
    assert placed[2] == pytest.approx([500, 500], abs=2)


def test_what_cannot_be_placed_is_refused():
    with pytest.raises(UnknownName, match=r"no projection 'tsn'.*'tsne'"):
        project_to_plane(np.zeros((3, 2), np.float32), "tsn")
    with pytest.raises(InputError, match="one row an item"):
        project_to_plane(np.zeros(3, np.float32))
    with pytest.raises(InputError, match="NaN or infinite"):
        project_to_plane(np.full((3, 2), np.nan, np.float32))


def test_without_its_package_umap_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "umap", None)
    with pytest.raises(MissingExtra, match=r"asknext\[umap\]"):
        project_to_plane(spread(20, 3), "umap")
