"""The one limit of every wait: each is for a condition, and pays this only when it never comes."""

from __future__ import annotations

# Alone, what takes longest (an import that builds the warehouse again) lasts under ten seconds.
PATIENCE_SECONDS = 180
PATIENCE_MS = PATIENCE_SECONDS * 1_000
