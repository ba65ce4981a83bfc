"""Retention, departures, flows and crossing."""
