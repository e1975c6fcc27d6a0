"""The daily paper of an invented county-level city, written from a seed, with the truth of each text beside it."""
