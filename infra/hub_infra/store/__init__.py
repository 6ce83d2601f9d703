"""The event store: PostgreSQL behind one recorder with group commit.

A command is written whole or not at all, with everything that goes with it, and is durable
before it is acknowledged. ``opening`` joins the parts; nothing else needs to know them all.
"""
