"""Auditing: the whole history replayed, checked on the way, and told in codes."""
