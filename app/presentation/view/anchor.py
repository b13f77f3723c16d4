"""The anchor of a question or topic on a page, told from the ids that pages have of their own."""

from typing import Final

TAKEN: Final = frozenset({
    "account", "action", "actions-heading", "actor", "ahead-heading", "behind-heading",
    "beside-heading", "changes-heading", "claim-heading", "code", "code-hint", "compare",
    "conflict", "contradictions-heading", "countries", "country", "current", "download-heading",
    "due", "email", "errors", "evidence-heading", "extent", "feed", "feedback-heading",
    "feedback-text", "figures-heading", "file", "first", "follow", "goals-heading",
    "grant-account", "grant-role", "in", "index-heading", "indicator", "judgement-heading",
    "keeping", "kind", "language", "last", "link", "main", "missing", "name", "next-heading",
    "nodes-heading", "note", "note-error", "organisation", "owner", "partner", "password",
    "peers-heading", "people", "people-heading", "period_end", "period_start", "pillars-heading",
    "place", "plan-heading", "profile-heading", "proposal", "q", "radar-heading", "read-heading",
    "refused", "reply", "reply-error", "role", "scope", "shape-heading", "status",
    "strip-heading", "subject", "sure", "sure-error", "text", "text-error", "title", "toolkit",
    "try-asked", "try-country", "try-label", "try-scope", "unknown-heading", "value",
    "views-heading", "way", "why", "why-error", "year",
})  # fmt: skip
"""The ids that stand in templates. Others of ours begin with `_`, which no question's id does."""


def anchor_of(node_id: str) -> str:
    """Give the anchor of a question or topic: its id, unless the page has one of that name."""
    return f"_{node_id}" if node_id in TAKEN else node_id
