"""The ontology: classes whose ids never change, and every version of their tree."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, Table, Text, text

from asknext.store.schema.metadata import metadata, only

__all__ = ["guideline_version", "label_class", "ontology_version"]

# parent, merged_into: ids of other classes. examples, attributes, shapes: JSON; attributes are the nested questions.
# keypoints: JSON list of the names of its points, skeleton: JSON list of the pairs of them that are joined.
# heading: groups the classes below it and is never chosen itself.
# retired: when the class was deleted or merged; the row stays, so that old annotations keep their meaning.
label_class = Table(
    "label_class",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text),
    Column("description", Text),
    Column("position", Integer, nullable=False),
    Column("parent", Text),
    Column("colour", Text),
    Column("examples", Text),
    Column("attributes", Text),
    Column("shapes", Text),
    Column("heading", Boolean, nullable=False, server_default=text("false")),
    Column("retired", Float),
    Column("merged_into", Text),
    Column("keypoints", Text),
    Column("skeleton", Text),
)
Index("uq_label_class_name", label_class.c.name, unique=True, **only("retired IS NULL"))

# change: what was done, tree: all classes after it, both JSON. undone_by: the version that took this one back.
ontology_version = Table(
    "ontology_version",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("annotator", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("tree", Text, nullable=False),
    Column("undone_by", Integer),
    sqlite_autoincrement=True,
)

# The guidelines as they were saved, Markdown.
guideline_version = Table(
    "guideline_version",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("annotator", Text, nullable=False),
    Column("text", Text, nullable=False),
    sqlite_autoincrement=True,
)
