"""The demonstration: an invented country with its people, in a database of its own."""
