"""Justifications as data: the graph from conclusions through rules to what is recorded, missing, and said by the sources."""
