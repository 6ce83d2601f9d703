"""The bodies that take part, and their people, posts and keys."""
