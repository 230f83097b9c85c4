"""Reading tables and GeoJSON, and running an import from the command line."""

from backend.imports.service.console import Day, run
from backend.imports.service.features import read_features
from backend.imports.service.tables import read_sheet, read_table

__all__ = ["Day", "read_features", "read_sheet", "read_table", "run"]
