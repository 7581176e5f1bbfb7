"""Learners in mid-run on a newer version of their curriculum: by ids, nothing is lost."""

