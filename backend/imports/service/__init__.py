"""Reading tables and files of shapes, and running an import from the command line."""

from backend.imports.service.console import Day, encoded, layered, run
from backend.imports.service.features import read_features
from backend.imports.service.points import read_points
from backend.imports.service.tables import read_sheet, read_table

__all__ = ["Day", "encoded", "layered", "read_features", "read_points", "read_sheet", "read_table", "run"]
