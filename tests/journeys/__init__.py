"""Journeys: people's weeks, typed line by line into the terminal chat."""
