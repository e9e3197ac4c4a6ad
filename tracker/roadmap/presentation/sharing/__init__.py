"""Before more people read something: whether whoever writes, or shares it, knows what they will read."""
