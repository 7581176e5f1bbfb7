"""The rules: pure, synchronous, time as an argument."""
