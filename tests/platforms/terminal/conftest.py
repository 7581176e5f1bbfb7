"""The terminal of the journeys, for the tests of its parts."""

from tests.journeys.conftest import reads, seeded, walk, whole_way

__all__ = ["reads", "seeded", "walk", "whole_way"]
