"""What WeRead and the exporters around it write, one module for each family of files."""
