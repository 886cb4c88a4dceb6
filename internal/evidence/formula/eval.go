// SPDX-License-Identifier: EUPL-1.2

package formula

// Eval computes the formula. The lookup is asked for each name that the formula uses, perhaps more than once, and must answer the same.
func (f *Formula) Eval(lookup func(name string) Number) Number { return f.root.eval(lookup) }

func (n *node) eval(lookup func(string) Number) Number {
	switch n.kind {
	case number:
		return n.value
	case input:
		return lookup(n.name).Of(n.name)
	}
	args := make([]Number, len(n.args))
	for i, a := range n.args {
		args[i] = a.eval(lookup)
	}
	return n.apply(args)
}

func (n *node) apply(a []Number) Number {
	switch n.kind {
	case neg:
		return a[0].Neg()
	case add:
		return a[0].Add(a[1])
	case sub:
		return a[0].Sub(a[1])
	case mul:
		return a[0].Mul(a[1])
	case div:
		return a[0].Div(a[1])
	case pow:
		return a[0].Pow(a[1])
	case minimum:
		return Min(a...)
	case maximum:
		return Max(a...)
	case absolute:
		return a[0].Abs()
	case sum:
		return Sum(a...)
	case mean:
		return Mean(a...)
	case logarithm:
		return a[0].Log()
	}
	return None(Undefined, "")
}
