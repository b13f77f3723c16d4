"""Full assessments: a country's team from the first question to the approved round."""
