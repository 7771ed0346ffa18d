"""The classes and the guidelines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asknext.client.answers import LabelClass, read
from asknext.client.part import Part

__all__ = ["Classes"]


class Classes(Part):
    """What there is to choose from, and what is said about choosing."""

    def add(self, name: str, key: str | None = None) -> LabelClass:
        """Add a class; the server makes its id."""
        body = {"name": name} if key is None else {"name": name, "key": key}
        return read(LabelClass, self._call("POST", "/classes", body))

    def ontology(self) -> dict[str, Any]:
        """The classes as a tree: {version, classes, headings, former}."""
        found: dict[str, Any] = self._call("GET", "/ontology")
        return found

    def yaml(self, version: int | None = None) -> str:
        """The same as ``ontology.yaml``, of now or of a version."""
        return str(self._call("GET", "/ontology.yaml", query={"version": version}))

    def versions(self) -> dict[str, Any]:
        """Every version: who changed what when."""
        found: dict[str, Any] = self._call("GET", "/ontology/versions")
        return found

    def uses(self) -> dict[str, int]:
        """How many labels have each class, by its id."""
        found: dict[str, int] = self._call("GET", "/ontology/uses")
        return found

    def preview(self, change: Mapping[str, Any]) -> dict[str, Any]:
        """What a change (rename, merge, split, ...) would do; nothing is stored."""
        found: dict[str, Any] = self._call("POST", "/ontology/preview", dict(change), again=True)
        return found

    def change(self, change: Mapping[str, Any]) -> dict[str, Any]:
        """Change the classes: {version, job, ...}."""
        found: dict[str, Any] = self._call("POST", "/ontology/changes", dict(change))
        return found

    def change_job(self, job: int) -> dict[str, Any]:
        """How far labels are brought in line with a change."""
        found: dict[str, Any] = self._call("GET", "/ontology/jobs/{job}", job=job)
        return found

    def guidelines(self) -> dict[str, Any]:
        """The guidelines: their Markdown, version, and who saved them when."""
        found: dict[str, Any] = self._call("GET", "/guidelines")
        return found

    def save_guidelines(self, text: str, based_on: int | None = None) -> dict[str, Any]:
        """Save a new version; refused where somebody else saved one after ``based_on``."""
        body = {"text": text} if based_on is None else {"text": text, "based_on": based_on}
        found: dict[str, Any] = self._call("PUT", "/guidelines", body, again=False)
        return found

    def guideline_versions(self) -> dict[str, Any]:
        """Every version of the guidelines."""
        found: dict[str, Any] = self._call("GET", "/guidelines/versions")
        return found

    def guidelines_at(self, version: int) -> dict[str, Any]:
        """A version of the guidelines."""
        found: dict[str, Any] = self._call("GET", "/guidelines/versions/{version}", version=version)
        return found
