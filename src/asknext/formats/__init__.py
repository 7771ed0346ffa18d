"""One file a format, in and out: rows and rejects as streams, in bounded memory."""

from asknext.formats.csv_file import CsvFile, write_csv
from asknext.formats.folder import AudioFolder, ImageFolder, TextFolder
from asknext.formats.image_file import check_image, decode_image
from asknext.formats.jsonl_file import JsonLinesFile, read_json_lines, write_jsonl
from asknext.formats.opening import open_source
from asknext.formats.parquet_file import ParquetFile, write_parquet
from asknext.formats.rows import Reject, Row, Source

__all__ = [
    "AudioFolder",
    "CsvFile",
    "ImageFolder",
    "JsonLinesFile",
    "ParquetFile",
    "Reject",
    "Row",
    "Source",
    "TextFolder",
    "check_image",
    "decode_image",
    "open_source",
    "read_json_lines",
    "write_csv",
    "write_jsonl",
    "write_parquet",
]
