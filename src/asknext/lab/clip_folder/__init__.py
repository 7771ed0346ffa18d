"""Folders of clips: a table of feature vectors, and labels as JSON records of which each may hold several."""

from __future__ import annotations

from asknext.lab.clip_folder.clip_folder import ClipFolder, read_clip_folder, write_clip_folder
from asknext.lab.clip_folder.feature_file import VECTORS, read_feature_file, write_feature_file
from asknext.lab.clip_folder.label_records import NONE_OF_THEM, LabelRecord, read_label_records

__all__ = [
    "NONE_OF_THEM",
    "VECTORS",
    "ClipFolder",
    "LabelRecord",
    "read_clip_folder",
    "read_feature_file",
    "read_label_records",
    "write_clip_folder",
    "write_feature_file",
]
