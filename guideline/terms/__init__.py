"""Between the terms of the language and plain values: the contract of a pack, the reading of its files, ground atoms."""
