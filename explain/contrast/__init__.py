"""Why this rather than that."""
