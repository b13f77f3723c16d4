"""What can go wrong with a computation, beyond wrong input."""


class ScoringError(ValueError):
    """A definition or an answer that this engine cannot compute; says which and why, in English."""
