"""YAML from people, read strictly: no aliases, no key twice, and every value knows its line."""

from __future__ import annotations

from typing import Any

import yaml  # type: ignore[import-untyped]

from asknext.errors import DataError

__all__ = ["StrictLoader", "compose"]


class StrictLoader(yaml.SafeLoader):  # type: ignore[misc]
    """The safe loader, made stricter."""

    # An alias costs a few bytes and can stand for gigabytes, and nothing here needs one.
    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            line = self.peek_event().start_mark.line + 1
            raise DataError("YAML aliases (*name) are not allowed here; write the value out.", line=line)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        refuse_repeated_keys(node)
        made: dict[Any, Any] = super().construct_mapping(node, deep)
        return made


def refuse_repeated_keys(node: yaml.MappingNode) -> None:
    """Raises DataError where a key stands in a mapping twice."""
    keys: set[str] = set()
    for key, _ in node.value:
        if key.value in keys:
            raise DataError("The key stands here twice; keep one.", line=key.start_mark.line + 1, column=str(key.value))
        keys.add(str(key.value))


def compose(text: str) -> yaml.Node | None:
    """The tree of nodes, each with its line in ``start_mark``; None for an empty text.

    Raises
    ------
    DataError : this is not YAML, or uses aliases, or is nested too deeply.
    """
    try:
        loader = StrictLoader(text)  # looks at every character before it reads
        try:
            return loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or " ".join(str(error).split())
        raise DataError(f"This is not YAML: {reason}.", line=mark.line + 1 if mark else None) from None
    except RecursionError:
        raise DataError("The file is nested too deeply.") from None
