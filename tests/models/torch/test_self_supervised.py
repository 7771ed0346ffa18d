from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from asknext.errors import DataError, InputError, MissingInput
from asknext.models.torch import CnnClassifier, SelfSupervisedEmbedder
from asknext.models.torch.two_views import agreement_loss, chance_view

PICTURES = list(np.random.default_rng(0).integers(0, 255, (32, 12, 12, 3), dtype=np.uint8))
QUICK: dict[str, Any] = {"size": 12, "width": 4, "batch": 16, "threads": 1}


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch")


def test_the_loss_worked_by_hand(torch: Any) -> None:
    """Two pictures, views equal and the pictures at right angles: each view sees 1 and two times 0."""
    both = torch.eye(2)
    assert float(agreement_loss(torch, both, both, 0.5)) == pytest.approx(-np.log(np.e**2 / (np.e**2 + 2)), abs=1e-6)
    assert float(agreement_loss(torch, both, both.flip(0), 0.5)) == pytest.approx(np.log(np.e**2 + 2), abs=1e-6)


def test_views_are_parts_of_their_picture(torch: Any) -> None:
    plain = torch.full((8, 3, 12, 12), 0.5)
    views = chance_view(torch, plain)
    assert views.shape == plain.shape
    assert float(views.std(dim=(1, 2, 3)).max()) < 1e-6  # one colour stays one colour, lighter or darker
    assert len({round(float(each), 4) for each in views[:, 0, 0, 0]}) > 4


def test_learning_brings_views_of_a_picture_together(torch: Any) -> None:
    def apart(embedder: SelfSupervisedEmbedder) -> float:
        torch.manual_seed(5)
        shown = torch.from_numpy(np.stack(PICTURES)).permute(0, 3, 1, 2).float() / 255
        views = [
            embedder.transform(
                [(each.permute(1, 2, 0).numpy() * 255).astype(np.uint8) for each in chance_view(torch, shown)]
            )
            for _ in range(2)
        ]
        return float(agreement_loss(torch, *(torch.from_numpy(each) for each in views), 0.2))

    before = SelfSupervisedEmbedder(epochs=0, **QUICK).fit([PICTURES])
    after = SelfSupervisedEmbedder(epochs=12, **QUICK).fit([PICTURES[:20], PICTURES[20:]])
    assert apart(after) < apart(before)
    np.testing.assert_allclose(np.linalg.norm(after.transform(PICTURES), axis=1), 1, rtol=1e-5)
    assert after.transform([]).shape == (0, 16)


def test_saved_it_is_the_same_embedder(torch: Any, tmp_path: Path) -> None:
    made = SelfSupervisedEmbedder(epochs=1, **QUICK).fit([PICTURES])
    made.save(tmp_path)
    again = SelfSupervisedEmbedder.load(tmp_path)
    assert (
        again.fingerprint == made.fingerprint == SelfSupervisedEmbedder(epochs=1, **QUICK).fit([PICTURES]).fingerprint
    )
    np.testing.assert_array_equal(again.transform(PICTURES), made.transform(PICTURES))
    assert SelfSupervisedEmbedder(epochs=1, seed=1, **QUICK).fit([PICTURES]).fingerprint != made.fingerprint


def test_it_adapts_weights_that_there_are(torch: Any, tmp_path: Path) -> None:
    model = CnnClassifier(size=12, width=4, epochs=1, threads=1).fit(PICTURES, ["a", "b"] * 16)
    model.save(tmp_path / "w.safetensors")
    adapted = SelfSupervisedEmbedder(epochs=0, start=tmp_path / "w.safetensors", **QUICK).fit([PICTURES])
    vectors = model.embeddings(PICTURES)
    expected = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    np.testing.assert_allclose(adapted.transform(PICTURES), expected, rtol=1e-3, atol=1e-3)


def test_what_cannot_be_is_said(torch: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There are 1 pictures"):
        SelfSupervisedEmbedder(**QUICK).fit([PICTURES[:1]])
    with pytest.raises(MissingInput):
        SelfSupervisedEmbedder().transform(PICTURES)
    with pytest.raises(DataError, match="cannot be read"):
        SelfSupervisedEmbedder.load(tmp_path)
