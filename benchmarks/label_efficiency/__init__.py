"""How many labels each strategy needs, on public data: the experiment behind the default strategy."""
