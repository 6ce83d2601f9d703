"""What the codes of closed lists are called, by the kind of thing they name."""
