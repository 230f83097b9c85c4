"""Stations: contact points, liaison points, collection posts; which one is nearest, and why."""
