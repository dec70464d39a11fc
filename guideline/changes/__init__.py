"""What would change an answer: all smallest changes of the record."""
