"""The tests of Pacekeeper."""
