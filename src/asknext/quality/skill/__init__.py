"""How good each annotator is: right how often, mixing up what, how fast, and getting better or worse."""
