"""What an edition of the grid moved: cells, posts, open cases, reports on the map, and whose cells are gone."""
