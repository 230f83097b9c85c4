"""Dossiers (卷宗): all that is held of a case, on paper, for who may read its file."""
