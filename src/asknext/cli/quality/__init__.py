"""``asknext quality``: how far a project's labels can be trusted, as a whole or one subject at a time."""

from asknext.cli.quality.app import quality

__all__ = ["quality"]
