"""French prose of the pages."""
