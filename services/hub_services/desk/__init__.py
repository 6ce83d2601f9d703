"""The desk: what an agency uses. It keeps names and keys, seals what it says, opens what it is told."""
