"""What several pages and the documents say of a theme, with the types its queries return."""
