"""What the two sides of an import share: the layouts of files."""
