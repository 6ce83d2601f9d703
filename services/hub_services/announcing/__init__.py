"""Carrying notices from the hub's log to where agencies listen."""
