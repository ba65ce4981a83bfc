"""One file per page: query, chart, component."""
