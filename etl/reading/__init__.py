"""From a file to a table of cells: safety, encodings, sheets, headers."""
