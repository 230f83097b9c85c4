"""Read side of the map: counts per cell (热点), and the vector tiles that carry the cells' shapes."""
