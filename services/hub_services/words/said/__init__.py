"""The sentences themselves, by what they belong to: code to title and detail."""
