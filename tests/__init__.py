"""The tests: folders mirror app/, and tests/rules holds what is true of all the code."""
