"""Who may read, import and undo."""
