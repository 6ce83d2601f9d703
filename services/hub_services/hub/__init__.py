"""The hub: it reads codes, never words; it enforces the rules and keeps the history."""
