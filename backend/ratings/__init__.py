"""How content people are with the answers they got: each for themselves, behind the receipt, or told to staff."""
