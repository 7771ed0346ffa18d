"""``asknext ontology``: the classes of a project shown, checked and changed; one file a command."""

from asknext.cli.ontology.app import ontology

__all__ = ["ontology"]
