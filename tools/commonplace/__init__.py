"""A commonplace book that runs: passages, concepts, formulas, and the Python that they are checked against."""
