"""The verbs of the room: which bodies serve a place, for which one acts, how one is called; importing them and appointing people."""

from backend.bodies.queries import members, mine, name_of, names, serving
from backend.bodies.service.imports import COLUMNS, OPTIONAL, import_bodies
from backend.bodies.service.people import appoint

__all__ = ["COLUMNS", "OPTIONAL", "appoint", "import_bodies", "members", "mine", "name_of", "names", "serving"]
