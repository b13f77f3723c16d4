"""A toolkit in other languages: the places of its texts, catalogues, and what they cover."""
