"""Composition: one module for each process, and the only ones that know the means."""
