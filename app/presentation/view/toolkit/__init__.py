"""The pages on which a toolkit can be read whole, by anybody."""
