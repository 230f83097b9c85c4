"""Files that come from outside: read strictly, refused as a whole, every fault listed."""
