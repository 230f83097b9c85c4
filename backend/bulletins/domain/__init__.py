"""Periods, figures and the rules by which sentences are chosen. Pure."""

from backend.bulletins.domain.chance import differ
from backend.bulletins.domain.figures import Figures, Rest, Rules, Said, Tally
from backend.bulletins.domain.rules import sentences
from backend.bulletins.domain.spans import KINDS, LEVELS, Kind, Times, running, times_of, whole

__all__ = [
    "KINDS", "LEVELS", "Figures", "Kind", "Rest", "Rules", "Said", "Tally", "Times", "differ", "running", "sentences", "times_of", "whole",
]  # fmt: skip
