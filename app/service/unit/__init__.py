"""Units: what is assessed, and who has which part in it."""
