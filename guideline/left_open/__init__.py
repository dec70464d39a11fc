"""What a record leaves open: the part of the ground rules that unanswered findings can still turn, searched and measured; below a pack."""
