"""Reads a curriculum file and says, line by line, what is wrong with it."""

from bot.curriculum_file.checking import built_in, check, examine, load, taken_from, template
from bot.curriculum_file.models import json_schema
from bot.curriculum_file.problems import CurriculumBroken, Problem, Report

__all__ = [
    "CurriculumBroken",
    "Problem",
    "Report",
    "built_in",
    "check",
    "examine",
    "json_schema",
    "load",
    "taken_from",
    "template",
]
