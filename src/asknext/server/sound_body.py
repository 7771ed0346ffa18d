"""What the HTTP interface says of a recording."""

from __future__ import annotations

from pydantic import BaseModel, Field

__all__ = ["SoundBody"]


class SoundBody(BaseModel):
    """A recording as it is read."""

    seconds: float = Field(description="How long it is.")
    rate: int = Field(description="Numbers a second in each channel.")
    channels: int
