"""Images, video and sound as they lie on disk: decoded in bounded memory, with what is broken named."""

__all__: list[str] = []
