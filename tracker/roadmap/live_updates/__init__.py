"""Changes by others, shown in pages that are open."""
