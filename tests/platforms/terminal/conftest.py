"""The terminal of the journeys, for the tests of its parts."""

from tests.journeys.conftest import seeded, walk, whole_way

__all__ = ["seeded", "walk", "whole_way"]
