"""A pack as a whole in words: what it holds, its audit, its comparison with another, its trial."""
