"""What runs in readers' browsers: a runner of snippets and formulas, and a small numpy."""
