"""The command line: ``sharing-hub``."""
