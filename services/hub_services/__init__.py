"""What runs: the hub, the desk, the announcer, the command line, and their wiring."""
