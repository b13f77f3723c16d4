"""What a person sees, as values: words, numbers, figures, views and the report's structure.

Pure: no request, no database, no clock. A `Translator` is an argument wherever words are made.
"""
