"""Protections, one file each."""
