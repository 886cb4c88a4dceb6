// SPDX-License-Identifier: EUPL-1.2

// Package sentence reads the statement of a finding in one language: plain words with marks that bind them to numbers.
//
//	{ratio}                         the value ratio, written by the rules of the language
//	{ratio.period}                  the period that this value refers to
//	{latest} {latest-5}             the newest period common to the finding's latest values; the one five periods before it
//	{people | one: … | few: … | other: …}   a word in the plural form that the value people asks for; the number itself is not printed
//	[at least half again](#larger)  words that assert something, bound to the assertion larger; values may stand inside
//	{= 2030}                        literally so: a year or a name with digits, which is no claim about a statistic
//	\{ \} \[ \] \| \\               the signs themselves
//
// A lone bracket is a fault rather than a letter: whoever forgets "(#larger)" must not lose an assertion silently.
//
// The set of values, periods and assertions must be the same in every language (Agree). Plural marks may differ, since one language counts where
// another need not. A plural must offer every class that the language uses (CLDR): for Lithuanian one, few, other, and many when the value is shown
// with decimals (many is the class of Lithuanian fractions, "1,5 gyventojo"); for Latvian zero, one, other; for English one, other. What is asked of a
// language is computed from x/text, so that the next language needs no table.
//
// Naked finds what asserts without being bound: digits, fractions in words, comparatives, superlatives, verbs of growth and decline. It works
// on any run of plain text, also of documents; "{= …}" is honoured there too, and Literal removes its braces for whoever prints the run.
// Cardinal words ("two regions"), ordinals and codes that begin with a letter (LV003, LLI-431) are no claims and pass.
//
// What may live here: reading, checking and filling of marked text, and the word lists. What may not: values and their verdicts, records, HTML.
package sentence
