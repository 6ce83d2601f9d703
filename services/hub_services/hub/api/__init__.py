"""The hub's HTTP interface: the only door."""
