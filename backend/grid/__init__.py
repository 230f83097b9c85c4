"""Areas, editions of the grid, cells: where things are."""
