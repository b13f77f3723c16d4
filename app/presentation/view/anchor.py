"""The anchor of a question or topic on a page, told from the ids that pages have of their own."""

from typing import Final

TAKEN: Final = frozenset({
    "account", "action", "actions-heading", "actor", "agree", "agree-minority", "agree-note",
    "agree-outcome", "agreed", "ahead-heading", "anonymity", "asked", "awareness",
    "behind-heading", "beside-heading", "blocks", "bring", "bring-fields", "calibration",
    "calibration-error", "calibration-hint", "changes-heading", "claim-heading", "code",
    "code-error", "code-hint", "comes", "compare", "conflict", "contradictions-heading",
    "countries", "country", "current", "door", "download-heading", "draft", "due", "email",
    "errors", "evidence-heading", "extent", "feed", "feedback-heading", "feedback-text",
    "figures-heading", "file", "first", "follow", "goals-heading", "grant-account",
    "grant-role", "in", "index-heading", "indicator", "item", "judgement-heading", "keeping",
    "kept", "kind", "knows", "language", "last", "late", "leave", "link", "main",
    "minority-fields", "minutes", "minutes-error", "missing", "name", "next-heading",
    "nodes-heading", "note", "note-error", "notes", "now", "one", "organisation", "otherwise",
    "owner", "partner", "password", "peers-heading", "people", "people-error",
    "people-heading", "people-hint", "period_end", "period_start", "pillars-heading", "place",
    "plan-heading", "profile-heading", "promised_by", "promises", "proposal", "q", "question",
    "radar-heading", "read-heading", "refused", "reply", "reply-error", "role", "role-hint",
    "scope", "seats", "shape-heading", "spread", "stages", "state", "status", "strip-heading",
    "subject", "sure", "sure-error", "table", "tables", "text", "text-error", "text-hint",
    "title", "toolkit", "toolkit-error", "trouble", "try-asked", "try-country", "try-label",
    "try-scope", "unknown-heading", "value", "value-error", "views-heading", "way", "welcome",
    "why", "why-error", "year", "year-error",
})  # fmt: skip
"""The ids that stand in templates. Others of ours begin with `_`, which no question's id does."""


def anchor_of(node_id: str) -> str:
    """Give the anchor of a question or topic: its id, unless the page has one of that name."""
    return f"_{node_id}" if node_id in TAKEN else node_id
