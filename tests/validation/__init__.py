"""How far ``msu-v2`` may be believed: counts left out in turn, and simulated worlds.

``python -m tests.validation`` prints both tables, those of docs/decisions/010-msu-v2.md.
"""
