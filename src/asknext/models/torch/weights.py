"""Weights of a network in a file and out of one; nothing is unpickled."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from asknext.errors import DataError
from asknext.models.torch.safetensors_file import read_safetensors, write_safetensors

__all__ = ["load_matching", "load_weights", "save_weights"]


def save_weights(path: Path, network: Any, facts: Mapping[str, str]) -> None:
    """Write the weights in the safetensors format, ``facts`` as its metadata."""
    write_safetensors(path, {name: each.cpu().numpy() for name, each in network.state_dict().items()}, facts)


def load_weights(torch: Any, network: Any, path: Path) -> None:
    """Put the weights of a file into ``network``: safetensors, or a ``state_dict`` that PyTorch saved (.pt, .pth).

    A ``state_dict`` is read with ``weights_only=True``, so that nothing in it can run. Raises `DataError` where the
    file is damaged, holds more than weights, or holds those of another network.
    """
    found = _read(torch, path)
    try:
        network.load_state_dict(found)
    except (RuntimeError, TypeError, AttributeError) as error:
        reason = " ".join(str(error).split())[:300]
        raise DataError(f"These are the weights of another network ({reason}).", source=str(path)) from None


def load_matching(torch: Any, network: Any, given: Path | Mapping[str, Any]) -> None:
    """Put those weights into ``network`` that have the name and shape of its own; the others stay as they are.

    ``given`` : a file, see `load_weights`, or weights by name. Raises `DataError` where none fits.
    """
    found = _read(torch, given) if isinstance(given, Path) else given
    own = network.state_dict()
    fitting = {name: each for name, each in found.items() if name in own and each.shape == own[name].shape}
    if not any("weight" in name for name in fitting):
        raise DataError("none of these weights has the name and shape of one of the network's", source=str(given)[:200])
    network.load_state_dict({**own, **fitting})


def _read(torch: Any, path: Path) -> dict[str, Any]:
    found = _state_dict(torch, path) if path.suffix in (".pt", ".pth") else _safetensors(torch, path)
    if not isinstance(found, Mapping) or not all(isinstance(each, torch.Tensor) for each in found.values()):
        raise DataError("expected names and tensors, as state_dict() gives them", source=str(path))
    return dict(found)


def _safetensors(torch: Any, path: Path) -> dict[str, Any]:
    return {name: torch.from_numpy(each) for name, each in read_safetensors(path)[0].items()}


def _state_dict(torch: Any, path: Path) -> Any:
    try:
        return torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # unpickling raises whatever it meets; refused is all that matters
        reason = " ".join(str(error).split())[:200]
        raise DataError(f"This is no state_dict of weights alone ({reason}).", source=str(path)) from None
