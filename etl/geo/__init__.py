"""Drawing of the maps: outlines of the levels, ground of the pydeck maps."""
