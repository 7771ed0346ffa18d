"""The classes as pages show them: plain values that JSON can hold."""

from __future__ import annotations

import json
from typing import Any

from asknext.project.ontology import Ontology
from asknext.store.classes import LabelClass

__all__ = ["shown_class", "shown_ontology", "shown_version"]


def shown_ontology(ontology: Ontology) -> dict[str, Any]:
    """{ontology, classes to choose from, headings above them, former: what became of those that are retired}."""
    return {
        "ontology": ontology.version,
        "classes": [shown_class(ontology, each) for each in ontology.choosable],
        "headings": [shown_class(ontology, each) for each in ontology.live if each.heading],
        "former": {
            each.id: {"name": each.name, "means": ontology.meaning_of(each.id)}
            for each in ontology.classes
            if each.retired is not None
        },
    }


def shown_class(ontology: Ontology, each: LabelClass) -> dict[str, Any]:
    """A class with where it stands, and the questions it asks: its own and those of the classes above it."""
    return {
        "id": each.id,
        "name": each.name,
        "key": each.key,
        "description": each.description,
        "colour": each.colour,
        "parent": each.parent,
        "position": each.position,
        "heading": each.heading,
        "path": [one.name for one in ontology.path(each.id)[:-1]],
        "examples": list(each.examples),
        "shapes": list(each.shapes),
        "keypoints": list(each.keypoints),
        "skeleton": [list(pair) for pair in each.skeleton],
        "attributes": [one.as_json() for one in each.attributes],
        "questions": [one.as_json() for one in ontology.questions(each.id)],
    }


def shown_version(row: Any) -> dict[str, Any]:
    """A version in the list of versions."""
    change = json.loads(row.change)
    return {
        "version": row.version,
        "at": row.at,
        "annotator": row.annotator,
        "do": change["do"],
        "did": change.get("did", []),
        "of": change.get("version"),
        "undone_by": row.undone_by,
    }
