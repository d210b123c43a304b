"""The canvas: a picture before and after, in six modes, at any size and zoom."""
