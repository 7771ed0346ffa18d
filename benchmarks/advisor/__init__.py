"""Whether following the advisor was better than not: runs with branches at points of decision, replayed."""
