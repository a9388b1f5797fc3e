"""Timings. They say how the portal grows; tests never time anything."""
