"""Wave files, read a stretch at a time, against how they were written."""

from __future__ import annotations

import struct
import wave

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.errors import DataError
from asknext.media.wave_file import WaveFile

WHOLE = {
    1: lambda numbers: (numbers * 127 + 128).astype("u1"),
    2: lambda numbers: (numbers * 32767).astype("<i2"),
    4: lambda numbers: (numbers * 2147483000).astype("<i4"),
}


def written(path, numbers, width=2, rate=8000):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(numbers.shape[1])
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(WHOLE[width](numbers).tobytes())
    return path


def raw(path, code, bits, data, channels=1, extensible=False, size=None, head=b"RIFF"):
    form = struct.pack("<HHIIHH", 0xFFFE if extensible else code, channels, 8000, 0, channels * bits // 8, bits)
    form += struct.pack("<HHIH", 22, bits, 0, code) + b"\0" * 14 if extensible else b""
    chunks = b"LIST" + struct.pack("<I", 3) + b"odd\0" + b"fmt " + struct.pack("<I", len(form)) + form
    path.write_bytes(
        head
        + b"\xff\xff\xff\xffWAVE"
        + chunks
        + b"data"
        + struct.pack("<I", len(data) if size is None else size)
        + data
    )
    return path


@pytest.mark.parametrize("width", [1, 2, 4])
def test_every_width_gives_the_numbers_that_were_written(tmp_path, width):
    numbers = np.random.default_rng(0).uniform(-1, 1, (100, 2))
    with WaveFile(written(tmp_path / "a.wav", numbers, width)) as found:
        assert (found.rate, found.channels, found.frames, found.seconds) == (8000, 2, 100, 0.0125)
        np.testing.assert_allclose(found.read(0, 100), numbers, atol=2.1 / 2 ** min(8 * width - 1, 20))
        np.testing.assert_array_equal(found.read(90, 50), found.read(0, 100)[90:])
        assert found.read(200, 5).shape == (0, 2)


def test_24_bits_floats_and_formats_that_are_spelt_out(tmp_path):
    three = raw(tmp_path / "three.wav", 1, 24, bytes([0, 0, 0x40, 0, 0, 0x80]), extensible=True)
    with WaveFile(three) as found:
        assert found.read(0, 2)[:, 0].tolist() == [0.5, -1.0]
    floats = raw(tmp_path / "floats.wav", 3, 32, np.array([0.25, np.nan, np.inf, -9], "<f4").tobytes())
    with WaveFile(floats) as found:
        assert found.read(0, 4)[:, 0].tolist() == [0.25, 0.0, 1.0, -1.0]


def test_the_files_length_counts_and_not_what_its_header_claims(tmp_path):
    for claimed in (0, 0xFFFFFFFF, 10**6):
        path = raw(tmp_path / "a.wav", 1, 16, b"\1\0" * 7 + b"\1", size=claimed, head=b"RF64")
        with WaveFile(path) as found:
            assert found.frames == 7


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "ends before its sound"),
        (b"ID3" + bytes(50), "not a wave file"),
        (b"RIFF\0\0\0\0WAVE", "ends before its sound"),
        (b"RIFF\0\0\0\0WAVEfmt \4\0\0\0\1\0\1\0", "format is cut off"),
    ],
)
def test_other_files_are_refused_in_a_sentence(tmp_path, data, message):
    (tmp_path / "a.wav").write_bytes(data)
    with pytest.raises(DataError, match=f"a.wav: .*{message}"):
        WaveFile(tmp_path / "a.wav")


@pytest.mark.parametrize(("code", "bits", "channels"), [(85, 16, 1), (1, 12, 1), (1, 16, 0), (1, 16, 65)])
def test_formats_that_cannot_be_are_refused(tmp_path, code, bits, channels):
    with pytest.raises(DataError, match="wave file"):
        WaveFile(raw(tmp_path / "a.wav", code, bits, bytes(8), channels))


@given(st.binary(max_size=80))
def test_whatever_the_bytes_nothing_but_a_data_error_comes(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.wav"
    path.write_bytes(b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0" + data)
    try:
        with WaveFile(path) as found:
            found.read(0, 10)
    except DataError:
        pass
