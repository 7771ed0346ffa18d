from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from asknext.errors import DataError, InputError, ProjectError
from asknext.formats import Row
from asknext.project import embedding_cache
from asknext.project.config import Columns, Config, Embeddings
from asknext.project.embeddings import pool_embeddings
from asknext.project.folder import Project, create_project
from asknext.project.importing import import_data, import_rows


def _project(folder: Path, n: int = 60, **settings: Any) -> Project:
    project = create_project(folder / "p", Config(columns=Columns(text="text", id="id"), **settings))
    _add(project, 0, n)
    return project


def _add(project: Project, start: int, end: int) -> None:
    words = ["red", "green", "blue", "cat", "dog", "fish", "sun", "moon"]
    texts = [f"{words[i % 8]} {words[i % 7]} {words[i % 5]} {i // 2}" for i in range(start, end)]
    import_rows(project, (Row(i, {"id": i, "text": text}) for i, text in enumerate(texts, start)))


def _forget() -> None:
    embedding_cache._CHECKED.clear()


def test_vectors_are_computed_once_and_new_ones_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = _project(tmp_path)
    first = np.array(pool_embeddings(project))
    assert (first.dtype, len(first)) == (np.float32, 60)
    asked: list[int] = []
    original = embedding_cache.vectors_of

    def counted(project: Project, embedder: Any, contents: list[str]) -> Any:
        asked.append(len(contents))
        return original(project, embedder, contents)

    monkeypatch.setattr(embedding_cache, "vectors_of", counted)
    _add(project, 60, 80)
    second = pool_embeddings(project)
    assert asked == [20]
    np.testing.assert_array_equal(second[:60], first)
    pool_embeddings(project)
    assert asked == [20]


def test_copies_have_the_vector_of_their_first(tmp_path: Path) -> None:
    project = _project(tmp_path)
    pool_embeddings(project)
    with project.database.read() as conn:
        text = conn.exec_driver_sql("SELECT content FROM item WHERE pos = 7").scalar_one()
    import_rows(project, [Row(1, {"id": "n", "text": "new one"}), Row(2, {"id": "c", "text": text})])
    import_rows(project, [Row(1, {"id": "d", "text": "new one"})])
    vectors = pool_embeddings(project)
    np.testing.assert_array_equal(vectors[61], vectors[7])
    np.testing.assert_array_equal(vectors[62], vectors[60])


@pytest.mark.parametrize(
    "name", ["vectors.f32", "meta.json", "hashes.bin", "embedder/embedder.npz", "embedder/embedder.json"]
)
def test_a_damaged_cache_is_made_anew(tmp_path: Path, name: str) -> None:
    project, untouched = _project(tmp_path), _project(tmp_path / "other", 61)
    before = np.array(pool_embeddings(project))
    _forget()
    (path,) = (project.arrays / "embeddings").glob(f"*/{name}")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    _add(project, 60, 61)
    vectors = pool_embeddings(project)
    # a sound embedder is used again where only what it made is damaged
    expected = before if vectors.shape[1] == before.shape[1] else pool_embeddings(untouched)
    np.testing.assert_allclose(vectors[: len(expected)], expected, atol=1e-5)


def test_a_cache_that_is_cut_off_is_made_anew(tmp_path: Path) -> None:
    project = _project(tmp_path)
    before = np.array(pool_embeddings(project))
    (path,) = (project.arrays / "embeddings").glob("*/vectors.f32")
    os.truncate(path, path.stat().st_size - 100)
    np.testing.assert_allclose(pool_embeddings(project), before, atol=1e-5)


def test_a_pool_that_has_grown_much_is_learned_anew(tmp_path: Path) -> None:
    project = _project(tmp_path, 10)
    small = pool_embeddings(project).shape[1]
    _add(project, 10, 60)
    assert pool_embeddings(project).shape[1] > small


def test_a_run_that_is_killed_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = _project(tmp_path, 90)
    script = (
        "import sys, os, signal; from pathlib import Path; from asknext.project.folder import open_project;"
        "from asknext.project import embedding_cache, embeddings; embedding_cache.BLOCK = 20;"
        "embeddings.pool_embeddings(open_project(Path(sys.argv[1])), lambda *a: os.kill(os.getpid(), signal.SIGKILL))"
    )
    done = subprocess.run([sys.executable, "-c", script, project.folder])
    assert done.returncode == -signal.SIGKILL
    seen: list[tuple[int, int]] = []
    monkeypatch.setattr(embedding_cache, "BLOCK", 20)
    vectors = pool_embeddings(project, lambda *progress: seen.append(progress))
    assert (seen[0], seen[-1]) == ((40, 90), (90, 90))
    assert len(vectors) == 90
    assert np.isfinite(vectors).all()


def test_pictures_and_rows_have_vectors_too(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for i in range(12):
        Image.new("RGB", (20 + i, 20), (i * 20, 255 - i * 20, 0)).save(folder / f"{i:02}.png")
    pictures = create_project(tmp_path / "i", Config(content="image"))
    import_data(pictures, [folder])
    assert len(pool_embeddings(pictures)) == 12
    rows = create_project(tmp_path / "r", Config(content="row"))
    import_rows(rows, (Row(i, {"size": i, "kind": "ab"[i % 2]}) for i in range(12)))
    assert pool_embeddings(rows).shape == (12, 4)


def test_a_picture_that_is_gone_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.new("RGB", (20, 20)).save(folder / "a.png")
    project = create_project(tmp_path / "i", Config(content="image"))
    import_data(project, [folder])
    (folder / "a.png").unlink()
    with pytest.raises(DataError, match=r"a\.png: This picture was imported, and now: there is no such file"):
        pool_embeddings(project)


def test_vectors_may_be_brought_in_the_order_of_the_items(tmp_path: Path) -> None:
    given = np.random.default_rng(0).standard_normal((60, 5)).astype(np.float32)
    np.save(tmp_path / "v.npy", given)
    project = _project(tmp_path, embeddings=Embeddings(file=str(tmp_path / "v.npy")))
    np.testing.assert_array_equal(pool_embeddings(project), given)
    np.save(tmp_path / "v.npy", given * 2)
    np.testing.assert_array_equal(pool_embeddings(project), given * 2)


def test_vectors_may_be_brought_by_id(tmp_path: Path) -> None:
    given = np.random.default_rng(0).standard_normal((60, 5)).astype(np.float32)
    order = np.random.default_rng(1).permutation(60)
    table = {"id": [str(i) for i in order], "vector": [given[i].tolist() for i in order]}
    pq.write_table(pa.table(table), tmp_path / "v.parquet")
    project = _project(tmp_path, embeddings=Embeddings(file=str(tmp_path / "v.parquet")))
    np.testing.assert_array_equal(pool_embeddings(project), given)


def test_vectors_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    project = _project(tmp_path, embeddings=Embeddings(file=str(tmp_path / "v.npy")))
    with pytest.raises(DataError, match="There is no such file of embeddings"):
        pool_embeddings(project)
    np.save(tmp_path / "v.npy", np.zeros((59, 3)))
    with pytest.raises(DataError, match="59 rows for 60 items; there must be one row for each item"):
        pool_embeddings(project)
    np.save(tmp_path / "v.npy", np.zeros(60))
    with pytest.raises(DataError, match=r"Found float64 of shape \(60,\), expected numbers \(n, d\)"):
        pool_embeddings(project)
    bad = np.zeros((60, 3))
    bad[17, 1] = np.nan
    np.save(tmp_path / "v.npy", bad)
    with pytest.raises(DataError, match=r"Row 17 \(counted from 0; item '17'\) holds NaN"):
        pool_embeddings(project)
    np.save(tmp_path / "v.npy", np.array([{}] * 60), allow_pickle=True)
    with pytest.raises(DataError, match=r"not an \.npy file of numbers"):
        pool_embeddings(project)


def test_mistakes_are_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="has no items yet"):
        pool_embeddings(create_project(tmp_path / "e", Config()))
    with pytest.raises(InputError, match="model is 'word2vec'"):
        pool_embeddings(_project(tmp_path, embeddings=Embeddings(model="word2vec")))


def test_leftovers_of_a_killed_process_are_cleared(tmp_path: Path) -> None:
    project = _project(tmp_path)
    left = project.arrays / "embeddings" / ".making-left"
    left.mkdir(parents=True)
    pool_embeddings(project)
    assert not left.exists()
    (fitted,) = (project.arrays / "embeddings").glob("*/fitted.json")
    assert json.loads(fitted.read_text()) == {"items": 60}
