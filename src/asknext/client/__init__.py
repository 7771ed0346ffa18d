"""The typed Python client of the HTTP interface; it knows nothing of the rest but the errors."""
