"""Tests of the simulator and of the invariants that it checks."""
