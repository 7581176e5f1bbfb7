"""Whole journeys of a learner on each platform, told from what they see (issue 4)."""
