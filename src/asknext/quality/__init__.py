"""How far labels can be trusted: pure functions of arrays."""
