"""The differences of two packs: what each says, and for which of all possible patients they answer otherwise."""
