"""One module per published theme: from checked rows to published tables."""
