"""The rules of sharing information to safeguard children and adults at risk.

Nothing here reads a clock, draws a random number, opens a connection or knows a screen.
"""
