from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from asknext.embed.ngrams import BITS, character_grams, spelled, word_grams
from asknext.embed.text import TextEmbedder
from asknext.errors import DataError, InputError

TEXTS = [f"{colour} {animal} number {i}" for i in range(30) for colour in ("red", "green") for animal in ("cat", "dog")]


def _strings(text: str, lengths: tuple[int, ...]) -> Counter[str]:
    words = [f" {word} " for word in text.lower().split()]
    return Counter(word[i : i + n] for n in lengths for word in words for i in range(len(word) - n + 1))


@pytest.mark.parametrize("text", ["Hello hello world", "a", "", "naïve 日本 x😀y", "one\n two\tthree"])
def test_grams_are_counted_as_strings_would_be(text: str) -> None:
    expected = _strings(text, (3, 4, 5))
    found = character_grams(spelled(["zzz yyy", text, "other"]))
    counts = Counter(found.buckets[found.rows == 1].tolist())
    assert sorted(counts.values()) == sorted(expected.values())


def test_the_same_gram_has_one_bucket_wherever_it_stands() -> None:
    found = word_grams(spelled(["big red fox", "red fox"]))
    first, second = (set(found.buckets[found.rows == row].tolist()) for row in (0, 1))
    assert second < first
    assert len(first) == 5
    assert found.buckets.max() < 1 << BITS


def test_alike_texts_lie_close_and_rows_have_length_one() -> None:
    embedder = TextEmbedder(8).fit([TEXTS])
    vectors = embedder.transform(["red cat", "a red cat", "green dog"])
    assert (vectors.dtype, vectors.shape) == (np.float32, (3, 8))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_vectors_do_not_depend_on_the_block_they_come_in() -> None:
    embedder = TextEmbedder(8).fit([TEXTS])
    alone = np.concatenate([embedder.transform([text]) for text in TEXTS[:10]])
    np.testing.assert_allclose(embedder.transform(TEXTS[:10]), alone, atol=1e-6)


def test_a_saved_embedder_gives_the_same_vectors(tmp_path: Path) -> None:
    embedder = TextEmbedder(8).fit([TEXTS])
    embedder.save(tmp_path)
    loaded = TextEmbedder.load(tmp_path)
    assert loaded.fingerprint == embedder.fingerprint != TextEmbedder(8).fit([TEXTS[1:]]).fingerprint
    np.testing.assert_array_equal(loaded.transform(TEXTS), embedder.transform(TEXTS))
    (tmp_path / "embedder.npz").write_bytes(b"PK no")
    with pytest.raises(DataError, match="The saved embedder cannot be read"):
        TextEmbedder.load(tmp_path)


@pytest.mark.parametrize("texts", [["?"], ["", "  "], ["a b"], ["x" * 100_000, "日本語"]])
def test_odd_texts_have_vectors_too(texts: list[str]) -> None:
    vectors = TextEmbedder(8).fit([texts]).transform([*texts, "unknown"])
    assert len(vectors) == len(texts) + 1
    assert np.isfinite(vectors).all()


def test_no_texts_are_a_mistake() -> None:
    with pytest.raises(InputError, match="There are no texts"):
        TextEmbedder().fit([])
