"""Measurements, as ratios of medians over interleaved runs: ``python -m tests.benchmarks.NAME``. None is a test."""
