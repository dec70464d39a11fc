"""Answers in words: views of plain values, templates that word them, and the terminal."""
