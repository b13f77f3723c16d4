"""Composite indices: published figures and scores of a questionnaire, over a tree."""
