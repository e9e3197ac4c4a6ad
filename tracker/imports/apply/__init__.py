"""From a staged `Plan` to the road map: inserts, updates, owners, undo."""
