"""Takes docs/screenshots: every page of a running demo, on a phone (360 px) and at a desk (1280 px)."""
