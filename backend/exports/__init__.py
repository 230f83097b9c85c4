"""Tables that leave the house as files: CSV and XLSX, written strictly, row by row."""
