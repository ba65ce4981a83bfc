"""Import of local files: read, map, check, preview, then store; nothing is written before."""
