"""From content to float32 vectors: texts, pictures, sound, table rows, named models, vectors that are brought."""

from asknext.embed.anything import embed_any
from asknext.embed.audio import AudioEmbedder
from asknext.embed.brought import read_brought
from asknext.embed.image import ImageEmbedder
from asknext.embed.onnx import OnnxImageEmbedder, OnnxTextEmbedder, onnx_embedder
from asknext.embed.sentence_transformers import SentenceTransformerEmbedder
from asknext.embed.table import TableEmbedder
from asknext.embed.text import TextEmbedder

__all__ = [
    "AudioEmbedder",
    "ImageEmbedder",
    "OnnxImageEmbedder",
    "OnnxTextEmbedder",
    "SentenceTransformerEmbedder",
    "TableEmbedder",
    "TextEmbedder",
    "embed_any",
    "onnx_embedder",
    "read_brought",
]
