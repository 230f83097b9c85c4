"""The demo: two counties, one account a role, months of made-up reports with a few true hotspots. Never in real use."""
