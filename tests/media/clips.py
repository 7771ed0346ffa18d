"""Tiny videos, made on the spot."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

Pixels = npt.NDArray[np.uint8]


def frames(count: int, *, width: int = 64, height: int = 48, seed: int = 0) -> list[Pixels]:
    """Blocks of colour that change from frame to frame."""
    rng = np.random.default_rng(seed)
    cells = rng.integers(0, 255, (count, height // 16, width // 16, 3)).astype(np.uint8)
    return [np.kron(each, np.ones((16, 16, 1), dtype=np.uint8)) for each in cells]


def write_video(path: Path, pictures: list[Pixels], *, times: list[int] | None = None, rotation: int = 0) -> Path:
    """An MPEG-4 file whose every frame is a key frame; ``times`` in tenths of a second."""
    av = pytest.importorskip("av")
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height = pictures[0].shape[1], pictures[0].shape[0]
        stream.pix_fmt, stream.gop_size = "yuv420p", 1
        stream.bit_rate = 2_000_000
        stream.codec_context.time_base = Fraction(1, 10)
        for at, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = (times or range(len(pictures)))[at], Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path
