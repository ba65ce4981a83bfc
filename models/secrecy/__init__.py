"""Statistical secrecy: suppression and its audit."""
