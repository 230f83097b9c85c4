"""Geometry without a database: reference systems, the sphere, places, GeoJSON. Pure: no I/O, no state."""
