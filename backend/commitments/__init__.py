"""Commitments (承诺事项): what was promised of a case or at an activity, followed to the end."""
