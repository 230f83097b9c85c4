"""Walls (站点大屏): a station's read-only screen, opened by a link that can be taken back."""
