"""Mirror of the package of the same name."""
