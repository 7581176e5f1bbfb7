"""Whole pages, as files that a browser shows."""
