"""What a case of a pack expects of its answer: read, checked, and described by a schema."""
