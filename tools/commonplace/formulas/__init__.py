"""TeX to tokens to a tree to a value, and the comparison of a declared formula with its snippet.

`checking.check_formula` is the way in; `snippets.function_named` finds the functions. Imports go one way: problems,
symbols, tree, vocabulary, pieces, lexer, reader; the grammar (ellipses, indices, brackets, big, quotients, parser),
arithmetic, algebra, smooth, calculus, walk; statements, static; the rules (rules, reductions, differentiation),
evaluate; sampling, compare, shrinking, checking.
"""
