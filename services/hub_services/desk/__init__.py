"""The desk: keeps an agency's names and keys, seals what it says, opens what it is told."""
