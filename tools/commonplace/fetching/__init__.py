"""Asking reading services for what a reader wishes to have from them: nothing else in commonplace does."""
