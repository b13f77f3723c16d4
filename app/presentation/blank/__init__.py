"""The blank form of a toolkit: the same questions for paper and for a workbook to fill in."""
