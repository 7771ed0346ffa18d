"""What people and models say about an item: boxes, outlines, masks, keypoints, spans, regions, answers. Pure values."""

from asknext.annotations.annotation import KINDS, VERSION, Annotation, Shape, Value, label_from_json, label_to_json
from asknext.annotations.answers import FreeText, ItemClass, Number, Ordinal, PairChoice
from asknext.annotations.audio_region import AudioRegion
from asknext.annotations.box import Box
from asknext.annotations.clipping import clipped, overshoot
from asknext.annotations.contour import polygon_of
from asknext.annotations.frames import by_frame, pictures
from asknext.annotations.interpolation import between, filled, refreshed
from asknext.annotations.item import Annotated, Content, Frame, LabelClass, Picture, Sound, Text
from asknext.annotations.keypoints import Keypoints
from asknext.annotations.mask import Mask
from asknext.annotations.orientation import upright, upright_size
from asknext.annotations.oriented_box import OrientedBox
from asknext.annotations.overlap import box_overlaps, overlap
from asknext.annotations.polygon import Polygon
from asknext.annotations.raster import mask_of
from asknext.annotations.relation import Relation
from asknext.annotations.span import Span

__all__ = [
    "KINDS",
    "VERSION",
    "Annotated",
    "Annotation",
    "AudioRegion",
    "Box",
    "Content",
    "Frame",
    "FreeText",
    "ItemClass",
    "Keypoints",
    "LabelClass",
    "Mask",
    "Number",
    "Ordinal",
    "OrientedBox",
    "PairChoice",
    "Picture",
    "Polygon",
    "Relation",
    "Shape",
    "Sound",
    "Span",
    "Text",
    "Value",
    "between",
    "box_overlaps",
    "by_frame",
    "clipped",
    "filled",
    "label_from_json",
    "label_to_json",
    "mask_of",
    "overlap",
    "overshoot",
    "pictures",
    "polygon_of",
    "refreshed",
    "upright",
    "upright_size",
]
