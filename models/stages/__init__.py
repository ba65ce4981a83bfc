"""Stage places: balance of needs and offers."""
