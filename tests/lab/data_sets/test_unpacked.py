"""Files that unpack to more than fits."""

from __future__ import annotations

import gzip

import pytest

from asknext.errors import DataError
from asknext.lab.data_sets.unpacked import existing_file, unpacked_bytes, unpacked_text


def test_packed_and_plain_files_give_the_same(tmp_path):
    (tmp_path / "a").write_bytes("\ufeffbä".encode())
    (tmp_path / "a.gz").write_bytes(gzip.compress("\ufeffbä".encode()))
    assert unpacked_text(tmp_path / "a") == unpacked_text(tmp_path / "a.gz") == "bä"


def test_more_than_fits_is_refused(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(bytes(100_000)))
    assert len(unpacked_bytes(tmp_path / "a.gz", 100_000)) == 100_000
    with pytest.raises(DataError, match="more than 99,999 bytes once unpacked"):
        unpacked_bytes(tmp_path / "a.gz", 99_999)


def test_damage_is_told(tmp_path):
    (tmp_path / "a.gz").write_bytes(gzip.compress(bytes(1000))[:-9])
    with pytest.raises(DataError, match="cannot be read"):
        unpacked_bytes(tmp_path / "a.gz")
    (tmp_path / "b").write_bytes(b"one\ntw\xff\n")
    with pytest.raises(DataError, match=r"b:2: Byte 0xFF is not UTF-8"):
        unpacked_text(tmp_path / "b")


def test_a_file_has_to_be_there(tmp_path):
    with pytest.raises(DataError, match="There is a folder where a file is expected"):
        existing_file(".", tmp_path)
    (tmp_path / "a").touch()
    assert existing_file("a", tmp_path) == (tmp_path / "a").resolve()
