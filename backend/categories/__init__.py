"""The catalogue of matters (矛盾分类): neighbours, land, family, resettlement and more."""
