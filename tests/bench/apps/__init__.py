"""Pages the dashboard is measured beside, served with its own server settings."""
