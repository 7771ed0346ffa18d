"""Media on disk: videos a frame at a time, recordings, what pixels tell, and what is there twice."""

from asknext.media.content_hash import file_hash, pixel_hash
from asknext.media.near_duplicates import difference_hash, near_by_distance, near_by_hash
from asknext.media.picture_measures import PictureMeasures, picture_measures
from asknext.media.sound import SOUND_NAMES, Sound, read_sound
from asknext.media.video import VIDEO_NAMES, VideoFile, VideoFrame

__all__ = [
    "SOUND_NAMES",
    "VIDEO_NAMES",
    "PictureMeasures",
    "Sound",
    "VideoFile",
    "VideoFrame",
    "difference_hash",
    "file_hash",
    "near_by_distance",
    "near_by_hash",
    "picture_measures",
    "pixel_hash",
    "read_sound",
]
