"""A combined order of territories, and what of it holds when its settings move."""
