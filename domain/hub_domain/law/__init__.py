"""The law as data in dated editions, and the weighing of a case against it."""
