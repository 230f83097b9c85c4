"""What a grid worker saw or heard (排查线索): intake of one and of many, each stored exactly once."""
