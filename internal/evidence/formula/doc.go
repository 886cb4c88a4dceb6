// SPDX-License-Identifier: EUPL-1.2

// Package formula is the arithmetic of the evidence room: it compiles what a planner writes ("gdp / population * 1000") and computes
// it exactly.
//
// The text is parsed by github.com/expr-lang/expr, and by nothing else of it: the tree is copied into a small closed one of our own (the
// only place that knows the library), so that strings, arrays, closures, member access, its builtins and its virtual machine can never be
// reached. Allowed are + - * / ^, a sign, parentheses, min, max, abs, sum, mean, log and decimal numbers. Rounding is not among them, since
// statements are judged on unrounded numbers; neither are comparisons: an assertion carries its operator in a field of its own.
//
// Numbers are rationals (math/big.Rat) read from the decimal text that was published: 0.1 + 0.2 is 0.3, and 10000/6600 >= 1.5 is decided, not
// guessed. Only log and roots that have no rational result are computed in float64; such a number carries a bound of its error, and a
// comparison that the error could turn is left undecided.
//
// A number that is not there is a Gap with a reason and the input that lacked it; whatever is computed from it is not there either. It never
// becomes zero, NaN or infinite. Of two gaps the graver one is told, the same whatever the order of the terms.
//
// Line describes a formula as a function of one of its inputs, piecewise a quotient of polynomials, and finds the exact places where it
// crosses a level: package verdict asks it how far a number may move before a sentence is false.
//
// What may live here: arithmetic, parsing, exact roots. What may not: records, datasets, languages, anything that reads or writes.
package formula
