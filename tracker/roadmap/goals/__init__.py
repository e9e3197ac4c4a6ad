"""Goals: their pages, forms, approval and metric."""
