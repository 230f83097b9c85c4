"""Initiatives: what becomes of a matter besides its answer (代表建议、监督议题、立法空白点、监察线索、司法建议、检察建议)."""
