"""One file a step: what changed in the tables, and how to go back."""
