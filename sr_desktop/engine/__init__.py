"""The networks and how they run: torch; no Qt, no network, no picture files."""
