"""`SmallDetector`: finds boxes, trains on a CPU in minutes, and needs no weights of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations import Annotated, Annotation, Box, Picture
from asknext.errors import DataError, InputError, MissingInput
from asknext.models.torch.centre_network import centre_network
from asknext.models.torch.centre_targets import centre_loss, centre_targets
from asknext.models.torch.centres_found import Found, centres_found
from asknext.models.torch.descent import descend
from asknext.models.torch.needed import needed, seeded
from asknext.models.torch.scaled_pictures import ScaledPicture, boxes_in, scaled_picture
from asknext.models.torch.weights import load_weights, save_weights
from asknext.pool.progress import Listener

__all__ = ["SmallDetector"]

Pixels = npt.NDArray[np.uint8]
_FEATURE = "The small detector"


class SmallDetector:
    """Boxes by centres of objects (CenterNet, Zhou et al. 2019), in a network of some 200,000 weights.

    For a first loop of ask, label and train where there is no detector yet; bring your own one when there is one.

    Parameters
    ----------
    classes : their names.
    size : pixels the pictures are fitted into, height and width (or one number for both), multiples of 8.
    width : channels of the first layer.  steps, batch, rate : how long, with how many pictures, how fast it learns.
    floor : the least score of a box that is told.
    start : a file that `save` wrote: learn on from its weights (fine-tuning) rather than from nothing.
    seed : of all that is random; with the same number of ``threads`` (None: as PyTorch is set) the result is the same.
    progress : told how far training is, as (done, total, label).

    Raises
    ------
    MissingExtra : PyTorch is not installed.
    """

    def __init__(
        self,
        classes: Sequence[str],
        *,
        size: int | tuple[int, int] = 256,
        width: int = 16,
        steps: int = 400,
        batch: int = 8,
        rate: float = 4e-3,
        floor: float = 0.05,
        start: Path | str | None = None,
        seed: int = 0,
        threads: int | None = None,
        progress: Listener | None = None,
    ) -> None:
        self.classes = tuple(classes)
        self.height, self.width = (size, size) if isinstance(size, int) else size
        self.channels, self.steps, self.batch, self.rate, self.floor = width, steps, batch, rate, floor
        self.start, self.seed, self.threads, self.progress = start, seed, threads, progress
        self._network: Any = None
        if not self.classes or self.height % 8 or self.width % 8 or min(self.height, self.width, steps, batch) < 1:
            raise InputError(
                "A detector needs at least one class, steps and a batch, and sides that are multiples of 8."
            )

    def fit(self, pictures: Sequence[Pixels], truth: Sequence[Annotated]) -> SmallDetector:
        """Learn from pictures, (h, w, 3) uint8, and what people drew in each (its ``annotations``).

        Stopped by Ctrl-C it is what it was before. Raises `DataError` for a class that is not among the classes.
        """
        torch = needed(_FEATURE)
        if len(pictures) != len(truth) or not len(truth):
            raise InputError(f"There are {len(pictures)} pictures and {len(truth)} labelled items; expected as many.")
        ready = [scaled_picture(each, self.height, self.width) for each in pictures]
        drawn = [_scaled(boxes_in(item, self.classes), each) for item, each in zip(truth, ready, strict=True)]
        pixels = np.stack([each.pixels for each in ready])
        with seeded(torch, self.seed, self.threads):
            network = self._begun(torch)
            batches = self._batches(torch, pixels, drawn)
            loss = _loss_of(torch, network)
            descend(torch, network, batches, loss, steps=self.steps, rate=self.rate, progress=self.progress)
        self._network = network
        return self

    def predict(self, pictures: Sequence[Pixels], names: Sequence[str] | None = None) -> list[Annotated]:
        """What it finds in each picture, as predictions in pixels of the picture, the surest first.

        ``names`` : of the pictures; by default their numbers, counted from 0.
        """
        told = [str(at) for at in range(len(pictures))] if names is None else list(names)
        found: list[Annotated] = []
        for at in range(0, len(pictures), self.batch):
            found += self._looked(pictures[at : at + self.batch], told[at : at + self.batch])
        return found

    def save(self, path: Path | str) -> None:
        """Write the weights, in the safetensors format; see `load`."""
        facts = {"size": f"{self.height} {self.width}", "width": str(self.channels), "classes": "\n".join(self.classes)}
        save_weights(Path(path), self._fitted(), facts)

    @classmethod
    def load(cls, path: Path | str, **options: Any) -> SmallDetector:
        """What `save` wrote. Raises `DataError` where it is damaged or no small detector."""
        from asknext.models.torch.safetensors_file import read_safetensors

        facts = read_safetensors(Path(path))[1]
        try:
            height, width = (int(each) for each in facts["size"].split())
            made = cls(facts["classes"].split("\n"), size=(height, width), width=int(facts["width"]), **options)
        except (KeyError, ValueError):
            raise DataError("These weights are not those of a small detector.", source=str(path)) from None
        torch = needed(_FEATURE)
        made._network = centre_network(torch, len(made.classes), made.channels).eval()
        load_weights(torch, made._network, Path(path))
        return made

    # ------------------------------------------------------------------ how

    def _begun(self, torch: Any) -> Any:
        network = centre_network(torch, len(self.classes), self.channels)
        if self.start is not None:
            load_weights(torch, network, Path(self.start))
        return network.to(memory_format=torch.channels_last)

    def _batches(self, torch: Any, pixels: Pixels, drawn: list[tuple[Any, list[int]]]) -> Iterator[tuple[Any, Any]]:
        """Pictures and targets, at random, mirrored at random, lighter or darker at random."""
        rng = np.random.default_rng(self.seed)
        for _ in range(self.steps):
            rows = rng.integers(len(pixels), size=self.batch)
            made = [_turned(pixels[row], drawn[row][0], rng) for row in rows]
            targets = [
                centre_targets(corners, drawn[row][1], len(self.classes), self.height, self.width)
                for row, (_, corners) in zip(rows, made, strict=True)
            ]
            light = rng.uniform(0.8, 1.25, size=(self.batch, 1, 1, 1)).astype(np.float32)
            shown = _shown(torch, np.stack([each for each, _ in made])) * torch.from_numpy(light)
            yield shown, torch.from_numpy(np.stack(targets))

    def _looked(self, pictures: Sequence[Pixels], names: Sequence[str]) -> list[Annotated]:
        torch, network = needed(_FEATURE), self._fitted()
        ready = [scaled_picture(each, self.height, self.width) for each in pictures]
        with torch.inference_mode(), seeded(torch, self.seed, self.threads):
            said = network(_shown(torch, np.stack([each.pixels for each in ready])))
            found = centres_found(torch, said, self.floor, most=200, overlap=0.55)
        return [self._item(*each) for each in zip(names, ready, found, strict=True)]

    def _item(self, name: str, picture: ScaledPicture, found: Found) -> Annotated:
        width, height = picture.original
        corners = np.clip(found[0].astype(np.float64) / picture.scale, 0, [width, height, width, height])
        told = zip(corners.tolist(), found[1].tolist(), found[2].tolist(), strict=True)
        said = [
            Annotation(Box.of_corners(*box), self.classes[number], min(score, 1.0))
            for box, score, number in told
            if box[2] > box[0] and box[3] > box[1]
        ]
        return replace(Annotated(name, Picture(width, height)), predictions=tuple(said))

    def _fitted(self) -> Any:
        if self._network is None:
            raise MissingInput("The detector has learnt nothing yet: call fit() or load() first.")
        return self._network


def _loss_of(torch: Any, network: Any) -> Any:
    return lambda batch: centre_loss(torch, network(batch[0]), batch[1])


def _shown(torch: Any, pixels: Pixels) -> Any:
    values = torch.from_numpy(pixels).float().sub_(128).div_(64)
    return values.to(memory_format=torch.channels_last)


def _scaled(drawn: tuple[Any, list[int]], picture: ScaledPicture) -> tuple[Any, list[int]]:
    return drawn[0] * np.float32(picture.scale), drawn[1]


def _turned(pixels: Pixels, corners: Any, rng: np.random.Generator) -> tuple[Pixels, Any]:
    """Mirrored left to right, top to bottom, both or not at all."""
    across, down = rng.random(2) < 0.5
    _, height, width = pixels.shape
    if across:
        pixels, corners = (
            pixels[:, :, ::-1],
            np.stack([width - corners[:, 2], corners[:, 1], width - corners[:, 0], corners[:, 3]], 1),
        )
    if down:
        pixels, corners = (
            pixels[:, ::-1],
            np.stack([corners[:, 0], height - corners[:, 3], corners[:, 2], height - corners[:, 1]], 1),
        )
    return pixels, corners
