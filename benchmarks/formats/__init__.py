"""Structured labels: real data through every format and back, and what 100,000 boxes cost."""
