"""The facts of what was seen or said: when, where, which kind of matter, through which channel."""
