from __future__ import annotations

import importlib.util
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import asknext
from asknext.errors import DataError, InputError, MissingExtra
from asknext.models.torch import CnnClassifier, DeepEnsemble, opinions_of


@pytest.fixture
def torch() -> Any:
    return pytest.importorskip("torch")


def pictures(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Noise with a bright patch, on the left of "left", on the right of "right"."""
    rng = np.random.default_rng(seed)
    found, sides = rng.integers(0, 90, (n, 16, 16, 3), dtype=np.uint8), rng.integers(0, 3, n)
    for at, side in enumerate(sides):
        found[at, 3:13, 1 + 5 * side : 5 + 5 * side, side] += 150
    return found, np.array(["blue", "green", "red"])[2 - sides]


QUICK: dict[str, Any] = {"size": 16, "width": 4, "epochs": 6, "batch": 16, "rate": 0.02, "threads": 1}


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="PyTorch is installed")
def test_without_the_extra_the_message_says_what_to_type() -> None:
    with pytest.raises(MissingExtra, match=r"needs torch, which is not installed.*pip install 'asknext\[torch\]'"):
        CnnClassifier().fit(*pictures(3))


def test_it_learns_and_the_same_seed_learns_the_same(torch: Any) -> None:
    X, y = pictures(90)
    state = torch.random.get_rng_state()
    first, second = (CnnClassifier(random_state=3, **QUICK).fit(X, y) for _ in range(2))
    assert torch.equal(torch.random.get_rng_state(), state)
    shown, truth = pictures(40, seed=1)
    assert (first.predict(shown) == truth).mean() > 0.9
    np.testing.assert_array_equal(first.predict_proba(shown), second.predict_proba(shown))
    other = CnnClassifier(random_state=4, **QUICK).fit(X, y)
    assert not np.array_equal(first.predict_proba(shown), other.predict_proba(shown))
    np.testing.assert_allclose(first.predict_proba(shown).sum(axis=1), 1)
    assert first.classes_.tolist() == ["blue", "green", "red"]


def test_embeddings_are_what_the_last_layer_sees(torch: Any) -> None:
    X, y = pictures(30)
    model = CnnClassifier(**QUICK).fit(X, y)
    vectors, last = model.embeddings(X[:5]), model.network_[-1]
    logits = vectors @ last.weight.detach().numpy().T + last.bias.detach().numpy()
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    np.testing.assert_allclose(powers / powers.sum(axis=1, keepdims=True), model.predict_proba(X[:5]), rtol=1e-4)


def test_a_committee_of_dropout_draws_asks_in_a_learner(torch: Any) -> None:
    X, y = pictures(40)
    model = CnnClassifier(draws=4, **{**QUICK, "epochs": 2})
    classes = ["blue", "green", "red", "unseen"]
    committee = partial(opinions_of, classes=classes)
    learner = asknext.ActiveLearner(model, X, "bald", committee=committee, classes=classes, cold_start=6)
    for _ in range(2):
        batch = learner.ask(6)
        learner.tell(batch, y[batch.indices])
    fitted = learner.fit()
    said = fitted.opinions(X)
    assert said.shape == (4, 40, len(fitted.classes_))
    assert (said.std(axis=0) > 0).any()
    np.testing.assert_array_equal(said, fitted.opinions(X))
    assert opinions_of(fitted, X, classes)[:, :, 3].max() == 0
    asked = asknext.select("badge", 3, probabilities=fitted.predict_proba(X), embeddings=fitted.embeddings(X))
    assert len(asked.indices) == 3


def test_members_of_an_ensemble_differ_and_are_averaged(torch: Any) -> None:
    X, y = pictures(24)
    model = DeepEnsemble(CnnClassifier(**{**QUICK, "epochs": 1}), members=3, random_state=1).fit(X, y)
    said = opinions_of(model, X)
    assert said.shape == (3, 24, 3)
    assert not np.array_equal(said[0], said[1])
    np.testing.assert_allclose(model.predict_proba(X), said.mean(axis=0))


def test_an_ensemble_of_any_classifier_asks_in_a_learner() -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.tree import DecisionTreeClassifier

    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 4))
    y = (X[:, 0] + X[:, 1] > 0).astype(int)
    model = DeepEnsemble(DecisionTreeClassifier(max_features=1), members=4)
    learner = asknext.ActiveLearner(model, X, "vote_entropy", committee=opinions_of, cold_start=8)
    for _ in range(3):
        batch = learner.ask(8)
        learner.tell(batch, y[batch.indices])
    said = learner.fit().opinions(X)
    assert said.shape == (4, 60, 2)
    assert (said.std(axis=0) > 0).any()
    agreed = opinions_of(LogisticRegression().fit(X, y), X)
    np.testing.assert_array_equal(agreed[0], agreed[1])
    with pytest.raises(InputError, match="has no random state"):
        DeepEnsemble(KNeighborsClassifier()).fit(X, y)
    with pytest.raises(InputError, match="at least 2 members"):
        DeepEnsemble(DecisionTreeClassifier(), members=1).fit(X, y)


def test_fine_tuning_goes_on_from_what_there_is(torch: Any, tmp_path: Path) -> None:
    X, y = pictures(60)
    good = CnnClassifier(**QUICK).fit(X, y)
    good.save(tmp_path / "good.safetensors")
    torch.save(good.network_.state_dict(), tmp_path / "good.pt")
    still: dict[str, Any] = {**QUICK, "epochs": 1, "rate": 1e-9, "augment": False}
    anew = CnnClassifier(**still).fit(X, y)
    for name in ("good.safetensors", "good.pt"):
        further = CnnClassifier(start=tmp_path / name, **still).fit(X, y)
        assert (further.predict(X) == y).mean() > 0.9 > (anew.predict(X) == y).mean()
    two = np.isin(y, ["red", "blue"])
    fewer = CnnClassifier(start=tmp_path / "good.pt", **still).fit(X[two], y[two])
    assert fewer.classes_.tolist() == ["blue", "red"]
    again = CnnClassifier(warm_start=True, **{**QUICK, "epochs": 0}).fit(X, y)
    again.epochs = 3
    before = again.network_[0].weight.clone()
    again.fit(X, y)
    assert not torch.equal(before, again.network_[0].weight)


def test_a_file_that_would_run_something_is_not_read(torch: Any, tmp_path: Path) -> None:
    class Runs:
        def __reduce__(self) -> Any:
            return (Path.touch, (tmp_path / "ran",))

    torch.save({"0.weight": Runs()}, tmp_path / "bad.pt")
    with pytest.raises(DataError, match="no state_dict of weights alone"):
        CnnClassifier(start=tmp_path / "bad.pt", **QUICK).fit(*pictures(9))
    assert not (tmp_path / "ran").exists()
    torch.save(torch.nn.Linear(2, 2).state_dict(), tmp_path / "other.pt")
    with pytest.raises(DataError, match="none of these weights"):
        CnnClassifier(start=tmp_path / "other.pt", **QUICK).fit(*pictures(9))


def test_training_ends_early_with_the_best_weights(torch: Any) -> None:
    X, y = pictures(60)
    y = np.random.default_rng(0).permutation(y)  # there is nothing to learn
    model = CnnClassifier(patience=2, **{**QUICK, "epochs": 40}).fit(X, y)
    assert 3 <= model.epochs_ < 40


def test_ctrl_c_leaves_the_model_what_it_was(torch: Any) -> None:
    X, y = pictures(30)
    model = CnnClassifier(**QUICK).fit(X, y)
    before = model.predict_proba(X)

    def stop(done: int, total: int, label: str) -> None:
        raise KeyboardInterrupt

    model.progress = stop
    with pytest.raises(KeyboardInterrupt):
        model.fit(X, y[::-1])
    np.testing.assert_array_equal(model.predict_proba(X), before)


def test_weights_of_classes(torch: Any) -> None:
    X, y = pictures(60)
    y = np.random.default_rng(0).permutation(np.repeat(["red", "blue"], [50, 10]))  # the share is all there is to learn
    plain, even, blue = (
        CnnClassifier(class_weight=each, **QUICK).fit(X, y).predict_proba(X)[:, 0].mean()
        for each in (None, "balanced", {"blue": 50.0})
    )
    assert plain < even < blue
    with pytest.raises(InputError, match="class_weight is 'even'"):
        CnnClassifier(class_weight="even", **QUICK).fit(X, y)


def test_pictures_of_any_size_and_grey_ones(torch: Any) -> None:
    X, y = pictures(6)
    mixed = [*X[:3], np.zeros((40, 20), np.uint8), np.zeros((9, 30, 3), np.uint8)]
    assert CnnClassifier(**QUICK).fit(X, y).predict(mixed).shape == (5,)
    for wrong in (np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3))):
        with pytest.raises(InputError, match=r"expected \(h, w, 3\) or \(h, w\) uint8"):
            CnnClassifier(**QUICK).fit([wrong], ["a"])


def test_a_network_of_the_users(torch: Any) -> None:
    def network(classes: int) -> Any:
        return torch.nn.Sequential(
            torch.nn.Flatten(), torch.nn.Linear(768, 5), torch.nn.ReLU(), torch.nn.Linear(5, classes)
        )

    X, y = pictures(30)
    model = CnnClassifier(network=network, **QUICK).fit(X, y)
    assert model.embeddings(X).shape == (30, 5)
    assert (model.predict(X) == y).mean() > 0.7
