"""Follow-up registers: lines, rates, search."""
