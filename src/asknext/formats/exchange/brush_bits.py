"""Label Studio's brush strokes: the four bytes of each pixel, row by row, packed as runs of bits.

The packing is rle-pack's (K. Schmidt, thi.ng/umbrella): 32 bits for the number of values, 5 for the bits of a value
less 1, four times 4 for the bits that lengths may have less 1; then pieces of a bit (1: one value repeated), 2 bits
for which length, the length less 1, and the value or the values.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from asknext.annotations import Mask
from asknext.annotations.json_fields import listed
from asknext.annotations.mask import MOST_PIXELS
from asknext.errors import DataError

__all__ = ["brush_of_mask", "mask_of_brush"]

_SIZES = (3, 4, 8, 16)
_CHANNELS = 4


def mask_of_brush(found: object, width: int, height: int) -> Mask:
    """The pixels whose opacity is not 0. Raises `DataError` where the bits do not fill the image exactly."""
    values = listed(found, "rle")
    if width * height > MOST_PIXELS or len(values) > 8 * width * height + 64:
        raise DataError(f"the brush has {len(values):,} bytes for {width:,} x {height:,} pixels")
    try:
        data = np.array(values, dtype=np.int64)
    except (TypeError, ValueError, OverflowError):
        raise DataError("rle holds something that is no number") from None
    if data.ndim != 1 or ((data < 0) | (data > 255)).any():
        raise DataError("rle holds a number that is no byte, 0 to 255")
    bits = _Bits(data.astype(np.uint8))
    flat = _unpacked(bits, width * height * _CHANNELS)
    return Mask.of_pixels(flat.reshape(height, width, _CHANNELS)[:, :, 3])


def brush_of_mask(mask: Mask) -> list[int]:
    """The bytes of ``mask``, all four channels of a pixel alike."""
    flat = mask.pixels().ravel()
    edges = np.concatenate([[0], np.flatnonzero(flat[1:] != flat[:-1]) + 1, [flat.size]])
    text = [f"{flat.size * _CHANNELS:032b}", f"{7:05b}", *(f"{size - 1:04b}" for size in _SIZES)]
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        text.extend(_pieces(_CHANNELS * (end - start), 255 if flat[start] else 0))
    bits = "".join(text)
    bits += "0" * (-len(bits) % 8)
    return list(int(bits, 2).to_bytes(len(bits) // 8, "big"))


def _pieces(length: int, value: int) -> Iterator[str]:
    while length:
        part = min(length, 1 << _SIZES[-1])
        which = next(at for at, size in enumerate(_SIZES) if part <= 1 << size)
        yield f"1{which:02b}{part - 1:0{_SIZES[which]}b}{value:08b}"
        length -= part


class _Bits:
    """Numbers of some bits from a row of bytes."""

    def __init__(self, data: npt.NDArray[np.uint8]) -> None:
        self._bytes = data.tobytes()
        self._at, self._length = 0, 8 * len(data)

    def take(self, bits: int) -> int:
        end = self._at + bits
        if end > self._length:
            raise DataError("rle ends too early")
        first, last = self._at // 8, (end + 7) // 8
        number = int.from_bytes(self._bytes[first:last], "big") >> (8 * last - end)
        self._at = end
        return number & ((1 << bits) - 1)


def _unpacked(bits: _Bits, expected: int) -> npt.NDArray[np.uint8]:
    count, word = bits.take(32), bits.take(5) + 1
    if count != expected or word != 8:
        raise DataError(f"rle is for {count:,} values of {word} bits, expected {expected:,} of 8 for this image")
    sizes = [bits.take(4) + 1 for _ in _SIZES]
    out, at = np.zeros(expected, dtype=np.uint8), 0
    while at < expected:
        repeated = bits.take(1)
        length = bits.take(sizes[bits.take(2)]) + 1
        if at + length > expected:
            raise DataError("rle has more values than it says")
        values = [bits.take(8)] if repeated else [bits.take(8) for _ in range(length)]
        out[at : at + length] = values
        at += length
    return out
