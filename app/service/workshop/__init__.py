"""Workshops: plan them, join them, answer alone, reveal, agree, and what comes of it."""
