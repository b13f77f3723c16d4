"""The fill-in workbook of a blank form: written for people, read back cell by cell.

`layout` says what stands where, `writing` makes the file, `guard` looks at what comes back before
anything is parsed, `reading` turns its cells into answers.
"""
