"""Markdown of people made into markup that can do no harm, whatever stands in it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["LONGEST_GUIDELINES", "rendered"]

LONGEST_GUIDELINES = 100_000
TAGS = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote"),
    *("ul", "ol", "li", "a", "img", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}


@lru_cache(maxsize=16)  # every annotator reads the same text
def rendered(text: str, media: str) -> str:
    """Markup of Markdown: headings, lists, tables, links and images; never HTML that stands in the text.

    Parameters
    ----------
    text : as somebody wrote it; its end is left out where it is very long. media : below which address the project's
        images are. Only those are shown: an image from elsewhere would tell that place who reads, so it is left out.
    """
    import nh3

    made = _reader().render(text[:LONGEST_GUIDELINES].replace("\0", ""))

    def kept(tag: str, attribute: str, value: str) -> str | None:
        return _image(value, media) if (tag, attribute) == ("img", "src") else value

    return nh3.clean(
        made,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=kept,
        url_schemes={"http", "https", "mailto"},
        set_tag_attribute_values={"a": {"target": "_blank"}},
        clean_content_tags={"script", "style"},
    )


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _image(source: str, media: str) -> str | None:
    """The address of an image of the project, or None for any other."""
    try:
        parts = urlsplit(source)
    except ValueError:
        return None
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or path.startswith(("/", "\\")) or ".." in path.split("/") or not path:
        return None
    return f"{media}/{quote(path.removeprefix('./'))}"
