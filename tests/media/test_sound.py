from __future__ import annotations

import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from asknext.errors import DataError
from asknext.media import read_sound


def write_wave(path: Path, values: list[int], *, channels: int = 1, width: int = 2, rate: int = 8_000) -> Path:
    with wave.open(str(path), "wb") as sound:
        sound.setparams((channels, width, rate, 0, "NONE", ""))
        sound.writeframes(b"".join(value.to_bytes(width, "little", signed=width > 1) for value in values))
    return path


@pytest.mark.parametrize(("width", "values"), [(1, [128, 192, 64]), (2, [0, 1 << 14, -(1 << 14)])])
def test_samples_are_numbers_from_minus_one_to_one(tmp_path: Path, width: int, values: list[int]) -> None:
    found = read_sound(write_wave(tmp_path / "a.wav", values, width=width))
    assert found.samples.tolist() == [0.0, 0.5, -0.5]
    assert (found.rate, found.seconds, found.trouble) == (8_000, 3 / 8_000, None)


def test_channels_are_averaged(tmp_path: Path) -> None:
    found = read_sound(write_wave(tmp_path / "a.wav", [1 << 14, 0, -(1 << 14), 0], channels=2))
    assert found.samples.tolist() == [0.25, -0.25]


def test_of_a_long_recording_the_beginning_is_read_and_its_length_told(tmp_path: Path) -> None:
    found = read_sound(write_wave(tmp_path / "a.wav", [0] * 16_000), longest=0.5)
    assert len(found.samples) == 4_000
    assert found.seconds == 2.0


def test_a_cut_off_file_is_told(tmp_path: Path) -> None:
    data = write_wave(tmp_path / "a.wav", [7] * 1_000).read_bytes()
    (tmp_path / "a.wav").write_bytes(data[:-1_000])
    found = read_sound(tmp_path / "a.wav")
    assert len(found.samples) == 500
    assert "1,000 bytes are missing" in str(found.trouble)


def test_a_header_without_sound_is_refused(tmp_path: Path) -> None:
    write_wave(tmp_path / "a.wav", [])
    with pytest.raises(DataError, match="no sound"):
        read_sound(tmp_path / "a.wav")


def test_other_kinds_are_decoded(tmp_path: Path) -> None:
    av = pytest.importorskip("av")
    tone = np.sin(np.arange(16_000) * 2 * np.pi * 440 / 16_000)
    with av.open(str(tmp_path / "a.flac"), "w") as container:
        stream = container.add_stream("flac", rate=16_000, layout="mono")
        frame = av.AudioFrame.from_ndarray((tone * 16_000).astype(np.int16)[None], format="s16", layout="mono")
        frame.rate, frame.pts = 16_000, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    found = read_sound(tmp_path / "a.flac")
    assert found.rate == 16_000
    assert len(found.samples) == 16_000
    assert np.abs(found.samples - tone * 16_000 / 2**15).max() < 1e-3
    assert struct.calcsize("f") == found.samples.itemsize
