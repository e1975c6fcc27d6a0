"""The daily paper of an invented city, made from a seed, with the truth of each text beside it."""
