"""The typed Python client of the HTTP interface; it knows nothing of the rest but the errors."""

from __future__ import annotations

from asknext.client.annotator import Annotator
from asknext.client.answers import (
    Delivery,
    Event,
    Item,
    Job,
    LabelClass,
    LeasedItem,
    Machine,
    Project,
    ProjectInfo,
    Result,
    Webhook,
)
from asknext.client.client import Client
from asknext.client.project import ProjectClient
from asknext.client.refusal import ServerAway, ServerRefused

__all__ = [
    "Annotator",
    "Client",
    "Delivery",
    "Event",
    "Item",
    "Job",
    "LabelClass",
    "LeasedItem",
    "Machine",
    "Project",
    "ProjectClient",
    "ProjectInfo",
    "Result",
    "ServerAway",
    "ServerRefused",
    "Webhook",
]
