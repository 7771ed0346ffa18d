"""Embeddings by an ONNX model in a folder: texts with a tokenizer, or pictures.

For texts the folder holds ``model.onnx`` and ``tokenizer.json``; token vectors are averaged over the mask, then
scaled to length 1 (Reimers and Gurevych, 2019). For pictures it holds ``model.onnx`` alone, or the model file is
named itself. ``preprocess.json`` beside the model says how pictures are prepared:

    {"size": 224, "channels": "RGB", "scale": 0.00392156862745098, "mean": [0.485, 0.456, 0.406],
     "std": [0.229, 0.224, 0.225], "output": null}

These are the values where it is absent: shorter side to ``size``, middle cut out, (value * scale - mean) / std in the
order of ``channels``. ``output`` names the output to take; by default the first. An input of a fixed size wins over
``size``. For texts, ``output``, ``max_tokens`` (256) and ``pooling`` (``mean`` or ``first``) may be given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from asknext.embed.saved import digest, load_arrays, save_arrays
from asknext.errors import DataError, MissingExtra, UnknownName

__all__ = ["OnnxEmbedder", "OnnxImageEmbedder", "OnnxTextEmbedder", "onnx_embedder"]

_BATCH = 32
_Floats = npt.NDArray[np.float32]
_DEFAULTS: dict[str, Any] = {
    "size": 224,
    "channels": "RGB",
    "scale": 1 / 255,
    "mean": [0.485, 0.456, 0.406],
    "std": [0.229, 0.224, 0.225],
    "output": None,
    "max_tokens": 256,
    "pooling": "mean",
}


def onnx_embedder(path: Path | str, content: str) -> OnnxEmbedder:
    """The embedder for ``content`` (text or image) whose model lies at ``path``."""
    return OnnxTextEmbedder(path) if content == "text" else OnnxImageEmbedder(path)


class OnnxEmbedder:
    """What both kinds share: the session, its options and its name.

    Raises
    ------
    MissingExtra : onnxruntime or tokenizers is not installed. DataError : the model or its options cannot be read.
    """

    kind = "onnx"

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path).resolve()
        self._model = self.path / "model.onnx" if self.path.is_dir() else self.path
        self._options = _options(self._model.parent)
        self._session: Any = None

    @property
    def fingerprint(self) -> str:
        """A name for this model and its options: equal fingerprints give equal vectors."""
        data = np.frombuffer(_bytes(self._model), dtype=np.uint8)
        return digest({"kind": self.kind, "options": self._options}, {"model": data})

    def fit(self, blocks: Iterable[Sequence[Any]]) -> Self:
        """Open the model; there is nothing to learn."""
        self._opened()
        return self

    def transform(self, block: Sequence[Any]) -> _Floats:
        """(b, d) float32."""
        raise NotImplementedError

    def save(self, folder: Path) -> None:
        """Write the model's path into ``folder``."""
        save_arrays(folder, {"kind": self.kind, "path": str(self.path)}, {})

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote. Raises DataError where it is damaged."""
        facts, _ = load_arrays(folder, cls.kind)
        return cls(facts["path"])

    def _opened(self) -> Any:
        if self._session is None:
            try:
                import onnxruntime
            except ImportError:
                raise MissingExtra(f"The model {self.path}", "onnxruntime", "onnx") from None
            try:
                self._session = onnxruntime.InferenceSession(_bytes(self._model), providers=["CPUExecutionProvider"])
            except Exception as error:  # onnxruntime raises a class of its own for each kind of failure
                raise DataError(f"This is not an ONNX model that runs here: {error}", source=str(self._model)) from None
        return self._session

    def _run(self, feed: dict[str, Any]) -> npt.NDArray[Any]:
        session = self._opened()
        names = [each.name for each in session.get_outputs()]
        wanted = self._options["output"] or names[0]
        if wanted not in names:
            raise UnknownName("output", wanted, names, where=str(self._model))
        return np.asarray(session.run([wanted], feed)[0])


class OnnxTextEmbedder(OnnxEmbedder):
    """Texts by ``model.onnx`` and ``tokenizer.json``."""

    kind = "onnx-text"
    _tokenizer: Any = None

    def transform(self, block: Sequence[str]) -> _Floats:
        """(b, d) float32, each row of length 1. Texts of like length go together, so that little is padded."""
        order = np.argsort([len(text) for text in block], kind="stable")
        parts = [self._vectors([block[i] for i in order[at : at + _BATCH]]) for at in range(0, len(block), _BATCH)]
        if not parts:
            return np.zeros((0, 0), dtype=np.float32)
        found = np.concatenate(parts)
        made = np.empty_like(found)
        made[order] = found
        return made

    def _vectors(self, texts: Sequence[str]) -> _Floats:
        encoded = self._tokens().encode_batch([text[:20_000] for text in texts])
        ids = np.array([each.ids for each in encoded], dtype=np.int64)
        mask = np.array([each.attention_mask for each in encoded], dtype=np.int64)
        known = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        names = [each.name for each in self._opened().get_inputs()]
        if unknown := [name for name in names if name not in known]:
            raise DataError(f"The model wants an input {unknown[0]!r}; known are {', '.join(known)}.")
        found = self._run({name: known[name] for name in names}).astype(np.float64)
        if found.ndim == 3:
            found = found[:, 0] if self._options["pooling"] == "first" else _mean(found, mask)
        length = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.where(length > 0, length, 1), dtype=np.float32)

    def _tokens(self) -> Any:
        if self._tokenizer is None:
            try:
                from tokenizers import Tokenizer
            except ImportError:
                raise MissingExtra(f"The model {self.path}", "tokenizers", "onnx") from None
            text = _bytes(self._model.parent / "tokenizer.json").decode("utf-8", "replace")
            try:
                self._tokenizer = Tokenizer.from_str(text)
            except Exception as error:  # tokenizers raises bare Exception
                raise DataError(f"This is not a tokenizer: {error}", source=str(self.path)) from None
            self._tokenizer.enable_truncation(self._options["max_tokens"])
            self._tokenizer.enable_padding()
        return self._tokenizer


class OnnxImageEmbedder(OnnxEmbedder):
    """Pictures, (height, width, 3) uint8 RGB, by ``model.onnx``."""

    kind = "onnx-image"

    def transform(self, block: Sequence[npt.NDArray[np.uint8]]) -> _Floats:
        """(b, d) float32."""
        found = [self._vectors(block[at : at + _BATCH]) for at in range(0, len(block), _BATCH)]
        return np.concatenate(found) if found else np.zeros((0, 0), dtype=np.float32)

    def _vectors(self, pictures: Sequence[npt.NDArray[np.uint8]]) -> _Floats:
        wanted = self._opened().get_inputs()[0]
        fixed = wanted.shape[0] if isinstance(wanted.shape[0], int) else None
        size = next((each for each in reversed(wanted.shape) if isinstance(each, int) and each > 4), None)
        ready = np.stack([self._prepared(each, size or self._options["size"]) for each in pictures])
        if wanted.shape[-1] == 3:
            ready = ready.transpose(0, 2, 3, 1)
        step = fixed or len(ready)
        parts = [self._run({wanted.name: ready[at : at + step]}) for at in range(0, len(ready), step)]
        return np.concatenate([part.reshape(len(part), -1) for part in parts]).astype(np.float32)

    def _prepared(self, picture: npt.NDArray[np.uint8], size: int) -> _Floats:
        from PIL import Image, ImageOps

        fitted = ImageOps.fit(Image.fromarray(picture).convert("RGB"), (size, size), Image.Resampling.BILINEAR)
        values = np.asarray(fitted, dtype=np.float32)
        if self._options["channels"] == "BGR":
            values = values[..., ::-1]
        mean, std = (np.array(self._options[name], dtype=np.float32) for name in ("mean", "std"))
        return np.ascontiguousarray(((values * self._options["scale"] - mean) / std).transpose(2, 0, 1))


def _mean(found: npt.NDArray[np.float64], mask: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    weights = mask[..., None].astype(np.float64)
    total: npt.NDArray[np.float64] = (found * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
    return total


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"The file cannot be read: {error.strerror}.", source=str(path)) from None


def _options(folder: Path) -> dict[str, Any]:
    path = folder / "preprocess.json"
    if not path.is_file():
        return dict(_DEFAULTS)
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError(f"This is not JSON: {error}", source=str(path)) from None
    if not isinstance(given, dict):
        raise DataError("Found no JSON object, expected names and values.", source=str(path))
    if unknown := [name for name in given if name not in _DEFAULTS]:
        raise UnknownName("option", unknown[0], _DEFAULTS, where=str(path))
    return {**_DEFAULTS, **given}
