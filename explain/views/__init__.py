"""Views: answers as plain values with labels and no wording, for every format to print."""
