"""The rules, by literal dates and by properties."""
