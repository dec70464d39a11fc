"""The audit: what is true of a pack for all patients, part by part."""
