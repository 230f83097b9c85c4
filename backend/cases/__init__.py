"""The handling of a matter: its states, the moves between them and who may make them."""
