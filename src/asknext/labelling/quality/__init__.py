"""How far a project's labels can be trusted: the project read into arrays, and the report on them."""
