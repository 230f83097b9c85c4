"""Deputies of the People's Congresses, and the station each belongs to."""
