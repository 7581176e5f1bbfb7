"""Benchmarks: each prints what it measured as ratios of one run. `python -m tests.bench` lists them."""
