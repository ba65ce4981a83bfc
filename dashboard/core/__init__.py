"""What the dashboard knows without a page and without the warehouse: values, selection, formats."""
