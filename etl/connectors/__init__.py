"""The official sources: fetched, kept as they came, read into the series that a build publishes.

``refresh`` and ``doctor`` are the two commands. A file goes from ``discovery`` (where it is) to
``fetching`` and ``raw`` (kept and never edited), then to the reader of its source (``drees``,
``ameli``), pure from a file to tables, then to ``comparison`` with what was published before.
"""
