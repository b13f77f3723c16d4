"""Files for people to take away: PDF, spreadsheet, CSV and JSON."""
