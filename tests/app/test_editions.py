"""Learners in mid-run on a newer version of their curriculum: by ids, nothing is lost."""

from collections.abc import Callable
from dataclasses import replace
