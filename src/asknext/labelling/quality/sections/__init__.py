"""The subjects of the report, one a file: each takes the project as arrays and gives a `Section`."""
