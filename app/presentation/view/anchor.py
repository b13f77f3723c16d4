"""The anchor of a question or topic on a page, told from the ids that pages have of their own."""

from typing import Final

TAKEN: Final = frozenset({
    "actions-heading", "ahead-heading", "behind-heading", "beside-heading", "compare",
    "contradictions-heading", "countries", "download-heading", "errors", "extent",
    "feedback-heading", "feedback-text", "figures-heading", "in", "index-heading",
    "judgement-heading", "keeping", "link", "main", "missing", "next-heading", "nodes-heading",
    "peers-heading", "pillars-heading", "profile-heading", "radar-heading", "read-heading", "scope",
    "strip-heading", "try-asked", "try-country", "try-label", "try-scope", "unknown-heading",
})  # fmt: skip
"""The ids that stand in templates. Others of ours begin with `_`, which no question's id does."""


def anchor_of(node_id: str) -> str:
    """Give the anchor of a question or topic: its id, unless the page has one of that name."""
    return f"_{node_id}" if node_id in TAKEN else node_id
