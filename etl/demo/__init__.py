"""The demonstration: fictitious local files and the build that takes them in."""
