"""What the hub can do in a second, measured beside what the same server could do at all.

Every figure is a ratio to something done in the same run on the same server: machines differ,
ratios less so. What was measured is checked afterwards; a fast hub that skipped something has
no figure.
"""
