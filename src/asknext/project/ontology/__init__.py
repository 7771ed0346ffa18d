"""The classes of a project as a tree: what an answer means in it, shortcuts, differences, and ``ontology.yaml``."""

from __future__ import annotations

from asknext.project.ontology.ontology import Ontology, arranged

__all__ = ["Ontology", "arranged"]
