from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from asknext.errors import DataError
from asknext.formats import check_image, decode_image


def _encoded(format: str, size: tuple[int, int] = (40, 30), mode: str = "RGB") -> bytes:
    pixels = np.random.default_rng(0).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(pixels).convert(mode).save(out, format)
    return out.getvalue()


def _png_bomb(side: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (min(side, 20_000) // 8 + 1) * 1_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_pictures_become_rgb_pixels(format: str) -> None:
    pixels = decode_image(_encoded(format))
    assert (pixels.shape, pixels.dtype) == ((30, 40, 3), np.uint8)


@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_a_picture_that_is_cut_off_is_refused(format: str) -> None:
    data = _encoded(format, (200, 200))
    with pytest.raises(DataError, match=r"damaged or cut off|not a picture"):
        check_image(data[: len(data) * 2 // 3], "a")


@pytest.mark.parametrize("side", [8_000, 12_000, 20_000, 2_000_000_000])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(side: int) -> None:
    with pytest.raises(DataError, match=r"decompression bomb|damaged"):
        check_image(_png_bomb(side), "a")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b"\n<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "SVG is not taken as a picture"),
        (b"<?xml version='1.0'?><svg/>", "SVG is not taken"),
        (b"<!DOCTYPE html><html></html>", "HTML or XML is not taken"),
        (b"%PDF-1.4", r"not a picture of a known kind \(BMP, GIF, JPEG, PNG, WEBP\)"),
        (b"II*\0" + b"\0" * 100, "not a picture of a known kind"),
    ],
)
def test_other_kinds_are_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(DataError, match=message):
        check_image(data, "a")


def test_transparent_parts_are_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(out, "PNG")
    assert (decode_image(out.getvalue()) == 255).all()


def test_sixteen_bits_are_scaled_to_eight() -> None:
    out = io.BytesIO()
    Image.fromarray(np.full((4, 4), 65535, dtype=np.uint16)).save(out, "PNG")
    assert (decode_image(out.getvalue()) == 255).all()


def test_a_picture_is_turned_upright() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20)).save(out, "JPEG", exif=exif)
    assert decode_image(out.getvalue()).shape == (40, 20, 3)
