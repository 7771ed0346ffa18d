"""`Verb`: what somebody may want to do. Every route names one; roles and tokens are sets of them."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["ACCOUNT_VERBS", "SERVER_VERBS", "Verb"]


class Verb(StrEnum):
    """One kind of action; the value is what tokens and the audit log hold."""

    OWN_ACCOUNT = "own_account"
    VIEW_PROJECT = "view_project"
    LABEL = "label"
    COMMENT = "comment"
    REVIEW = "review"
    ADJUDICATE = "adjudicate"
    SEE_ITEMS = "see_items"
    SEE_QUALITY = "see_quality"
    SEE_DASHBOARD = "see_dashboard"
    EXPORT = "export"
    IMPORT = "import"
    PRIORITISE = "prioritise"
    EDIT_ONTOLOGY = "edit_ontology"
    EDIT_GUIDELINES = "edit_guidelines"
    EDIT_SETTINGS = "edit_settings"
    FIX_LABELS = "fix_labels"
    MANAGE_MEMBERS = "manage_members"
    MANAGE_WEBHOOKS = "manage_webhooks"
    TRAIN = "train"
    MANAGE_SERVER = "manage_server"
    SEE_AUDIT = "see_audit"


ACCOUNT_VERBS = frozenset({Verb.OWN_ACCOUNT})
"""What everybody may do with what is their own: password, sessions, tokens. No token ever has it."""

SERVER_VERBS = frozenset({Verb.MANAGE_SERVER, Verb.SEE_AUDIT})
"""What is about the whole server and not about one project."""
