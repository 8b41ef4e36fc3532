"""How long tests wait for what must come."""

PATIENCE = 60.0
"""Seconds: nothing takes so long where it works, except on a machine that is busy otherwise."""
