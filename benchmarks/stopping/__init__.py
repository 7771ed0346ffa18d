"""When to stop: every stopping rule replayed on the same finished runs, and what its stop costs against hindsight."""
