"""What to ask: the findings that are not recorded and could change the answer, and the walk through them."""
