"""Measures of speed: ratios against a yardstick run beside it on the same machine, one line a figure.

`python -m bench` runs all, `python -m bench intake` one. Needs a machine that `scripts/test` has prepared.
"""
