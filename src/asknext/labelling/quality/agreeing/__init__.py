"""How far people agree where an answer is more than one class: a measure a task, and people beside the others."""
