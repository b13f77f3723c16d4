"""The press: a process of its own in which pages become PDF.

`client` asks for a document and gives up after a while; `server` runs in the press and lets a
child of its own make each document under limits; `asset` decides what a document may load.
"""
