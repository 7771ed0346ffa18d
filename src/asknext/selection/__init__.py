"""Choosing from media on disk: images, frames of videos, recordings; what is chosen is left in a folder."""

from asknext.selection.configuration import read_configuration
from asknext.selection.media_selection import MediaSelection
from asknext.selection.selecting import Selected, select_media

__all__ = ["MediaSelection", "Selected", "read_configuration", "select_media"]
