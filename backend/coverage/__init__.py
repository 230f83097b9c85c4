"""How far people have to the nearest collection post, which cells none reaches, and where the next one belongs (布点)."""
