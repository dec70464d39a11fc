"""Cases: one patient read, checked, completed, and written."""
