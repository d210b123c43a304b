"""How good, how fast and how large: figures anybody can measure again."""
