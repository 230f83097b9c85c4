"""Visits (走访任务): who is asked to go where, why and until when, what they found there, and how many households they meant to see."""
