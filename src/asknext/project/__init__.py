"""A project: a folder with settings, a database and derived arrays; data goes in and labels come out here."""
