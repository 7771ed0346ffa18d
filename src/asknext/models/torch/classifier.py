"""`CnnClassifier`: classes of pictures by a small convolutional network, as a scikit-learn classifier."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from asknext.errors import InputError
from asknext.models.torch.descent import descend
from asknext.models.torch.held_out_part import HeldOutPart, split_off
from asknext.models.torch.needed import needed, seeded
from asknext.models.torch.picture_network import last_linear, picture_network, squares, tensor_of
from asknext.models.torch.weights import load_matching, save_weights
from asknext.pool.progress import Listener

__all__ = ["CnnClassifier"]

Floats = npt.NDArray[np.float64]
_FEATURE = "A network that classifies pictures"
_BLOCK = 256


class CnnClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A small convolutional network, trained from scratch or on from weights that there are.

    Parameters
    ----------
    size : pixels; pictures are scaled to ``size`` x ``size``, the middle of longer ones.
    width, dropout : channels of the first layer; share of activations left out, in `opinions` too.
    epochs, batch, rate : times over the labels, pictures a step, the highest rate of learning.
    augment : whether pictures are mirrored and moved by up to an eighth at random.
    class_weight : None, "balanced" (each class counts alike), or a mapping of class to weight.
    patience : epochs without a better loss on a held-out part after which training ends with the best weights (early
        stopping); None learns from all labels for all epochs.  held_out : that part, of each class.
    start : a file of weights to learn on from (fine-tuning), as `save` or PyTorch wrote it; layers of another shape,
        such as the last one where classes differ, start anew.
    warm_start : whether a second `fit` learns on from the first (fine-tuning round by round).
    network : a function (number of classes) -> PyTorch module that takes (b, 3, size, size), instead of the small one.
    draws : how many times `opinions` looks.
    random_state : of all that is random; the same number with the same ``threads`` gives the same result.
    threads : of PyTorch while it trains or predicts; None: as it is set.
    progress : told how far training is, as (done, total, label).

    Attributes
    ----------
    classes_ : (C,) distinct labels, sorted.  network_ : the PyTorch module.  epochs_ : how many it learnt.

    A fit that is stopped by Ctrl-C leaves the model what it was. Raises `MissingExtra` without PyTorch.
    """

    def __init__(
        self,
        size: int = 32,
        width: int = 16,
        dropout: float = 0.3,
        epochs: int = 20,
        batch: int = 32,
        rate: float = 5e-3,
        augment: bool = True,
        class_weight: str | Mapping[Any, float] | None = None,
        patience: int | None = None,
        held_out: float = 0.15,
        start: Path | str | None = None,
        warm_start: bool = False,
        network: Callable[[int], Any] | None = None,
        draws: int = 10,
        random_state: int | None = None,
        threads: int | None = None,
        progress: Listener | None = None,
    ) -> None:
        self.size = size
        self.width = width
        self.dropout = dropout
        self.epochs = epochs
        self.batch = batch
        self.rate = rate
        self.augment = augment
        self.class_weight = class_weight
        self.patience = patience
        self.held_out = held_out
        self.start = start
        self.warm_start = warm_start
        self.network = network
        self.draws = draws
        self.random_state = random_state
        self.threads = threads
        self.progress = progress

    def fit(self, X: Any, y: npt.ArrayLike) -> CnnClassifier:
        """Fit on X, (m, h, w, 3) or (m, h, w) uint8 pictures or a list of pictures of any sizes, and y (m,) labels."""
        torch = needed(_FEATURE)
        labels, pixels = np.asarray(y), squares(X, self.size)
        if len(labels) != len(pixels) or not len(labels) or labels.ndim != 1:
            raise InputError(f"There are {len(pixels)} pictures and labels of shape {labels.shape}; expected as many.")
        classes, numbers = np.unique(labels, return_inverse=True)
        with seeded(torch, self._seed, self.threads):
            network = self._begun(torch, classes)
            epochs = self._learn(torch, network, pixels, numbers, self._weights(torch, classes, numbers))
        self.classes_, self.network_, self.epochs_ = classes, network.eval(), epochs
        return self

    def predict_proba(self, X: Any) -> Floats:
        """(n, C) float64 that sum to 1 a row."""
        return _proba(self._through(X, self._fitted()))

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """(n,) the likeliest class of each."""
        return np.asarray(self.classes_[self._through(X, self._fitted()).argmax(axis=1)])

    def embeddings(self, X: Any) -> npt.NDArray[np.float32]:
        """(n, d) float32: what goes into the last layer. With `predict_proba` all that BADGE needs."""
        torch, network = needed(_FEATURE), self._fitted()
        seen: list[Any] = []
        hook = last_linear(torch, network).register_forward_pre_hook(lambda _, given: seen.append(given[0]))
        try:
            self._through(X, network)
        finally:
            hook.remove()
        return np.concatenate([each.numpy() for each in seen]).astype(np.float32)

    def opinions(self, X: Any) -> Floats:
        """(draws, n, C) float64: probabilities with other activations left out each time (Gal & Ghahramani 2016)."""
        torch, network = needed(_FEATURE), self._fitted()
        left_out = [each for each in network.modules() if "Dropout" in type(each).__name__]
        pixels = squares(X, self.size)
        try:
            for each in left_out:
                each.train()
            with seeded(torch, self._seed, self.threads):
                return np.stack([_proba(_logits(torch, network, pixels)) for _ in range(self.draws)])
        finally:
            network.eval()

    def save(self, path: Path | str) -> None:
        """Write the weights, in the safetensors format; ``start`` reads them."""
        save_weights(Path(path), self._fitted(), {"width": str(self.width), "size": str(self.size)})

    # ------------------------------------------------------------------ how

    @property
    def _seed(self) -> int:
        return 0 if self.random_state is None else int(self.random_state)

    def _begun(self, torch: Any, classes: npt.NDArray[Any]) -> Any:
        count = len(classes)
        made = picture_network(torch, count, self.width, self.dropout) if self.network is None else self.network(count)
        if self.warm_start and hasattr(self, "network_"):
            if np.array_equal(classes, self.classes_):
                return copy.deepcopy(self.network_)
            load_matching(torch, made, self.network_.state_dict())
        elif self.start is not None:
            load_matching(torch, made, Path(self.start))
        return made

    def _learn(
        self, torch: Any, network: Any, pixels: npt.NDArray[np.uint8], numbers: npt.NDArray[np.int64], weights: Any
    ) -> int:
        rng = np.random.default_rng(self._seed)
        rows, held = np.arange(len(numbers)), np.array([], dtype=np.int64)
        if self.patience is not None:
            rows, held = split_off(numbers, self.held_out, rng)
        loss = torch.nn.CrossEntropyLoss(weight=weights)

        def missed() -> float:
            with torch.inference_mode():
                return float(loss(network(tensor_of(torch, pixels[held])), torch.from_numpy(numbers[held])))

        part = HeldOutPart(network, missed, self.patience) if self.patience is not None and len(held) else None
        steps = self.epochs * -(-len(rows) // self.batch)
        batches = _Epochs(torch, pixels, numbers, rows, self, rng, part)
        descend(
            torch, network, batches, lambda each: loss(network(each[0]), each[1]),
            steps=steps, rate=self.rate, progress=self.progress,
        )  # fmt: skip
        if part is not None:
            part.restore()
        return batches.done

    def _weights(self, torch: Any, classes: npt.NDArray[Any], numbers: npt.NDArray[np.int64]) -> Any:
        if self.class_weight is None:
            return None
        if isinstance(self.class_weight, Mapping):
            found = np.array([self.class_weight.get(each, 1.0) for each in classes.tolist()])
        elif self.class_weight == "balanced":
            found = len(numbers) / (len(classes) * np.bincount(numbers))
        else:
            raise InputError(f"class_weight is {self.class_weight!r}; expected None, 'balanced' or a mapping.")
        return torch.tensor(found, dtype=torch.float32)

    def _through(self, X: Any, network: Any) -> npt.NDArray[np.float32]:
        torch = needed(_FEATURE)
        with seeded(torch, self._seed, self.threads):
            return _logits(torch, network, squares(X, self.size))

    def _fitted(self) -> Any:
        check_is_fitted(self, "network_")
        return self.network_


class _Epochs:
    """Batches of all epochs, or of as many as the held-out part wants."""

    def __init__(
        self, torch: Any, pixels: Any, numbers: Any, rows: Any, model: CnnClassifier, rng: Any, part: HeldOutPart | None
    ) -> None:
        self._torch, self._pixels, self._numbers, self._rows = torch, pixels, numbers, rows
        self._model, self._rng, self._part, self.done = model, rng, part, 0

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        for _ in range(self._model.epochs):
            order = self._rng.permutation(self._rows)
            for at in range(0, len(order), self._model.batch):
                yield self._batch(order[at : at + self._model.batch])
            self.done += 1
            if self._part is not None and not self._part.wants_more():
                return

    def _batch(self, rows: Any) -> tuple[Any, Any]:
        pixels = self._pixels[rows]
        if self._model.augment:
            pixels = moved(pixels, self._rng)
        return tensor_of(self._torch, pixels), self._torch.from_numpy(self._numbers[rows])


def moved(pixels: npt.NDArray[np.uint8], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """(b, 3, s, s) mirrored left to right by chance, and moved by up to an eighth, edges repeated."""
    size = pixels.shape[2]
    most = size // 8
    wide = np.pad(pixels, ((0, 0), (0, 0), (most, most), (most, most)), mode="reflect" if most < size else "edge")
    made = np.empty_like(pixels)
    for at, (y, x, flip) in enumerate(
        zip(*rng.integers(2 * most + 1, size=(2, len(pixels))), rng.random(len(pixels)) < 0.5, strict=True)
    ):
        cut = wide[at, :, y : y + size, x : x + size]
        made[at] = cut[:, :, ::-1] if flip else cut
    return made


def _logits(torch: Any, network: Any, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    with torch.inference_mode():
        parts = [network(tensor_of(torch, pixels[at : at + _BLOCK])) for at in range(0, max(len(pixels), 1), _BLOCK)]
    return np.concatenate([each.numpy() for each in parts])


def _proba(logits: npt.NDArray[np.float32]) -> Floats:
    powers = np.exp(logits.astype(np.float64) - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
