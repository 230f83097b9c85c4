"""The citizen's pages: filing in three steps and a check, following a receipt, finding a station."""
