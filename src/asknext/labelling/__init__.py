"""The rules of work: queue, leases, events and undo; training rounds; the numbers of the dashboard."""
