// SPDX-License-Identifier: EUPL-1.2

package sentence

import "strings"

// adjectives whose comparison is a claim about size, pace, age or wealth; those that only order in time or space (later, upper, former) are left out.
const adjectivesEN = `high large great small fast slow strong weak low long short old young rich poor cheap dense quick steep sharp broad tall near close
 deep wide warm cold safe tight`

// english lists the claims of English. Comparatives cannot be told by their ending (river, forest), so they are made from adjectives.
func english() *lexicon {
	l := &lexicon{words: map[string]Why{}}
	for _, a := range strings.Fields(adjectivesEN) {
		stem := strings.TrimSuffix(a, "e")
		l.words[stem+"er"], l.words[stem+"est"] = Comparative, Superlative
	}
	for _, a := range strings.Fields("bigg heavi healthi wealthi happi easi busi thinn hott dri") {
		l.words[a+"er"], l.words[a+"est"] = Comparative, Superlative
	}
	same(Comparative, "more less fewer better worse", l.words)
	same(Superlative, "most least fewest best worst", l.words)
	same(Share, `half halves halved halving twice thrice double doubled doubles doubling triple tripled triples tripling quadruple quadrupled twofold
 threefold fourfold fivefold tenfold thirds quarters majority minority`, l.words)
	same(Change, `grew rose fell declined shrank shrunk dropped exceeds exceeded outnumber outnumbers outnumbered outpaces outpaced surpasses surpassed
 outperforms outperformed increased decreased`, l.words)
	part := `thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|hundredths?|half|halves`
	count := `two|three|four|five|six|seven|eight|nine|ten|twenty|hundred|several|many`
	l.phrases = []phrase{
		run(Share, "one|two|three|four", "and", "a", "half|third|quarter"),
		run(Share, "a|one|two|three|four|five|seven|nine", part).unlessBefore(
			"part(?:y|ies)|countr(?:y|ies)|sector|time|way|place|chapter|round|option|person|phase|stage|meeting|level|day|hour|edition|step"),
		run(Share, count, "times"),
		run(Comparative, "at", "least|most"),
		run(Change, "is|are|was|were|been|keeps?", "growing|shrinking|falling|rising|declining|increasing|decreasing|losing|gaining"),
		run(Change, "has|have|had", "grown|risen|fallen"),
	}
	l.pardons = []pardon{
		follows("longer", "no|any"),
		follows("more", "read|learn|see|out|once|any|know"),
		leads("more", "information|details?|about|on|or"),
		follows("less", "or"),
		follows("least", "not"),
		leads("most", "recent|recently"),
		leads("higher", "education|educational"),
		leads("best", "practices?"),
		leads("better", "known"),
		follows("lower", "to|will|would|can|help"),
		leads("lower", "house|case|secondary"),
		leads("closer", "to"),
		leads("nearest", "future"),
		leads("double", "room|check|click"),
		leads("greater", "london|poland"),
		follows("increased|decreased|declined", "an?|the|of|with|for|through|by|and|to|its|their"),
		leads("minority", "languages?|rights|groups?"),
	}
	return l
}
