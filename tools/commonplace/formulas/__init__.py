"""TeX to tokens to a tree to a value, and the comparison of a declared formula with its snippet.

`checking.check_formula` is the way in; `snippets.function_named` finds the functions; `mutation.mutants` tests the
check; `notes.judged` holds a reader's formula against the page's. Imports go one way: problems, symbols, tree,
vocabulary, pieces, rewriting, lexer, reader; the grammar (ellipses, indices, ranges, brackets, big, integrals,
quotients, statement_parts, parser), binding, left_sides, segments, points, statements, static; arithmetic, decimals,
entrywise, matrices, algebra, smooth, calculus, walk, the rules (rules, reductions, differentiation, integration),
evaluate; sampling, samples, compare, wide, shrinking, checking; writing, mutation; matching, notes.
"""
