"""What leaves the dashboard: figures, tables and code as files."""
