"""The steps of the people's database, oldest first."""
