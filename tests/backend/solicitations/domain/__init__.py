"""Tests of the solicitations."""
