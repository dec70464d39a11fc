"""Asking: the questions of a case, what each answer would do, and the walk through them; above a pack."""
