"""What the pages of an assessment show."""
