"""Why something is not so: what stands in the way, and the cheapest changes of the record that take it away."""
