"""A room of respondents: how a table goes on, what its votes show, what it would rather do first.

Everything here is values in, values out: the same acts on the same state give the same state.
"""
