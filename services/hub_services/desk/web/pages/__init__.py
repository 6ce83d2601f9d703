"""The pages, by what a person comes to do."""
