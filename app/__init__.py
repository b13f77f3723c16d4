"""eready's code: pure packages in the middle, database and files at the edges, shells outside."""
