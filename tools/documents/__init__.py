"""What the documentation tells that the program knows better: each block is made here."""
