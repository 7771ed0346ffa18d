"""`SelfSupervisedEmbedder`: an embedder of pictures that adapts itself to a pool without a label."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, InputError, MissingInput
from asknext.models.torch.descent import descend
from asknext.models.torch.needed import needed, seeded
from asknext.models.torch.picture_network import picture_network, squares, tensor_of
from asknext.models.torch.safetensors_file import read_safetensors
from asknext.models.torch.two_views import agreement_loss, chance_view
from asknext.models.torch.weights import load_matching, load_weights, save_weights
from asknext.pool.progress import Listener

__all__ = ["SelfSupervisedEmbedder"]

Pixels = npt.NDArray[np.uint8]
_FEATURE = "An embedder that adapts itself"
_BLOCK = 256
_PROJECTED = 64
_SPREAD = 255 / 64  # from 0 ... 1 to the numbers that `tensor_of` gives


class SelfSupervisedEmbedder:
    """A small convolutional network that learns to know two views of a picture again (SimCLR, Chen et al. 2020).

    It has the form of the embedders of `asknext.embed`; whether it helps on your pictures is to be measured, for
    instance by the accuracy of nearest neighbours before and after.

    Parameters
    ----------
    size, width : pixels that pictures are scaled to; channels of the first layer. Vectors have 4 x ``width`` numbers.
    epochs, batch, rate, temperature : of the learning; 0 epochs leave the network as it starts.
    start : a file of weights to adapt (of `CnnClassifier.save`, or `save` of this); None starts at random.
    sample : the most pictures to learn from.
    seed, threads, progress : see `CnnClassifier`.
    """

    kind = "self-supervised"

    def __init__(
        self,
        size: int = 32,
        width: int = 16,
        *,
        epochs: int = 20,
        batch: int = 128,
        rate: float = 5e-3,
        temperature: float = 0.2,
        start: Path | str | None = None,
        sample: int = 20_000,
        seed: int = 0,
        threads: int | None = None,
        progress: Listener | None = None,
    ) -> None:
        self.size, self.width, self.epochs, self.batch = size, width, epochs, batch
        self.rate, self.temperature, self.start, self.sample = rate, temperature, start, sample
        self.seed, self.threads, self.progress = seed, threads, progress
        self._network: Any = None

    @property
    def fingerprint(self) -> str:
        """A name for this fitted embedder: equal fingerprints give equal vectors."""
        found = hashlib.blake2b(f"{self.kind} {self.size}".encode(), digest_size=16)
        for each in self._fitted().state_dict().values():
            found.update(np.ascontiguousarray(each.numpy()).tobytes())
        return found.hexdigest()

    def fit(self, blocks: Iterable[Sequence[Pixels]]) -> Self:
        """Learn from at most ``sample`` pictures, (h, w, 3) uint8 of any size."""
        torch = needed(_FEATURE)
        pixels = squares(list(itertools.islice(itertools.chain.from_iterable(blocks), self.sample)), self.size)
        if len(pixels) < 2:
            raise InputError(f"There are {len(pixels)} pictures; at least 2 are needed to tell one from another.")
        with seeded(torch, self.seed, self.threads):
            network = self._blank(torch)
            if self.start is not None:
                load_matching(torch, network, Path(self.start))
            self._learn(torch, network, pixels)
        self._network = network.eval()
        return self

    def transform(self, block: Sequence[Pixels]) -> npt.NDArray[np.float32]:
        """(b, 4 * width) float32, each row of length 1."""
        torch, network = needed(_FEATURE), self._fitted()
        pixels = squares(block, self.size)
        if not len(pixels):
            return np.zeros((0, 4 * self.width), dtype=np.float32)
        with torch.inference_mode(), seeded(torch, self.seed, self.threads):
            parts = [network(tensor_of(torch, pixels[at : at + _BLOCK])) for at in range(0, len(pixels), _BLOCK)]
            found = torch.nn.functional.normalize(torch.cat(parts), dim=1).numpy()
        return np.asarray(found, dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write ``weights.safetensors`` into ``folder``; see `load`."""
        network = self._fitted()
        folder.mkdir(parents=True, exist_ok=True)
        facts = {"kind": self.kind, "size": str(self.size), "width": str(self.width)}
        save_weights(folder / "weights.safetensors", network, facts)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote. Raises DataError where it is damaged."""
        path = folder / "weights.safetensors"
        facts = read_safetensors(path)[1]
        try:
            made = cls(int(facts["size"]), int(facts["width"]))
        except (KeyError, ValueError):
            raise DataError("These weights are not those of an embedder.", source=str(path)) from None
        torch = needed(_FEATURE)
        made._network = made._blank(torch).eval()
        load_weights(torch, made._network, path)
        return made

    def _blank(self, torch: Any) -> Any:
        """The small classifier's network without its last layer, and without dropout."""
        return picture_network(torch, 1, self.width, 0.0)[:-1]

    def _learn(self, torch: Any, network: Any, pixels: Pixels) -> None:
        if not self.epochs:
            return
        features = 4 * self.width
        projection = torch.nn.Sequential(
            torch.nn.Linear(features, features), torch.nn.ReLU(), torch.nn.Linear(features, _PROJECTED)
        )
        whole = torch.nn.Sequential(network, projection)

        def loss(pictures: Any) -> Any:
            first, second = (whole(chance_view(torch, pictures) * _SPREAD - 2) for _ in range(2))
            return agreement_loss(torch, first, second, self.temperature)

        steps = self.epochs * max(len(pixels) // self.batch, 1)
        batches = self._batches(torch, pixels)
        descend(torch, whole, batches, loss, steps=steps, rate=self.rate, progress=self.progress, label="adapting")

    def _batches(self, torch: Any, pixels: Pixels) -> Iterator[Any]:
        """Whole batches alone: a loss among fewer views would be another one."""
        rng, size = np.random.default_rng(self.seed), min(self.batch, len(pixels))
        for _ in range(self.epochs):
            order = rng.permutation(len(pixels))
            for at in range(0, len(order) - size + 1, size):
                yield torch.from_numpy(pixels[order[at : at + size]]).float() / 255

    def _fitted(self) -> Any:
        if self._network is None:
            raise MissingInput("The embedder has learnt nothing yet: call fit() or load() first.")
        return self._network
