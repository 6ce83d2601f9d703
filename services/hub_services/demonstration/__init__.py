"""The demonstration: an invented partnership at work, told through desks as people use them."""
