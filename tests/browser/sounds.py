"""Recordings and frames that tests make."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

__all__ = ["FRAMES", "made_frames", "made_sound"]

RATE = 16000
FRAMES = ((0, 0.0), (10, 1.0), (20, 2.0), (60, 6.0))


def made_sound(folder: Path, name: str = "tones.wav", seconds: float = 2.0) -> Path:
    """Two channels: a tone from 0.5 to 1.0 s in both, one from 1.4 to 1.7 s in the second alone, silence elsewhere."""
    at = np.arange(int(seconds * RATE)) / RATE
    tone = 0.5 * np.sin(2 * np.pi * 880 * at)
    both, second = (at >= 0.5) & (at < 1.0), (at >= 1.4) & (at < 1.7)
    numbers = np.stack([tone * both, tone * (both | second)], axis=1)
    folder.mkdir(exist_ok=True)
    with wave.open(str(folder / name), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((numbers * 32767).astype("<i2").tobytes())
    return folder


def made_frames(folder: Path, width: int = 320, height: int = 200) -> list[dict[str, object]]:
    """A bright square that goes right by 20 pixels a second, in four frames of a video of 80: what an import reads."""
    from PIL import Image

    folder.mkdir(exist_ok=True)
    for index, seconds in FRAMES:
        pixels = np.full((height, width, 3), 40, np.uint8)
        left = 20 + round(20 * seconds)
        pixels[60:110, left : left + 50] = (240, 200, 40)
        Image.fromarray(pixels).save(folder / f"clip-{index:03}.png")
    frames = [{"file": f"clip-{index:03}.png", "index": index, "seconds": seconds} for index, seconds in FRAMES]
    return [{"video": "clip.mp4", "count": 80, "frames": frames}]
