"""Picture files out: from rows to a file that is whole or not there."""
