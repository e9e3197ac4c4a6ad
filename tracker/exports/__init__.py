"""The road map as a file: CSV and XLSX."""
