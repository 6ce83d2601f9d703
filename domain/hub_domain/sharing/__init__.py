"""Asking, answering, deciding and disclosing."""
