"""The means: store, sealing, custody of keys, and what else stands outside the rules."""
