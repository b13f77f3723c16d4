"""The public names of eready's core, for use without a server."""
