"""Picture files in: from bytes to a Picture. Nothing here writes."""
