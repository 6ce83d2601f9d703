"""Weighing a case at will: read from a file or a form, explained in words, recorded nowhere."""
