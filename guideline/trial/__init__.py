"""Trying a pack against its cases: what they expect, what came out, and what they leave untried."""
