"""The world of the sample picture: a canal at dusk."""
