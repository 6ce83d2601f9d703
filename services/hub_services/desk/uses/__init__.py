"""What can be done at a desk: one module for each kind of act."""
