// SPDX-License-Identifier: EUPL-1.2

package sentence

// latvian lists the claims of Latvian. Comparatives and superlatives share the suffix -āk- in all cases; the verbs and nouns that have it in their
// stem (nākt, sākt, vākt, mācēt; bāka) are pardoned.
func latvian() *lexicon {
	l := &lexicon{words: map[string]Why{}}
	same(Comparative, "vairāk mazāk vismaz", l.words)
	same(Share, `puse puses pusi pusei pusē divreiz trīsreiz četrreiz divkārt trīskārt četrkārt dubultā dubulti dubultojās dubultojas dubultojies trīskāršojās trīskāršojas
 vairums vairuma vairumam vairumu vairākums vairākuma vairākumam vairākumu mazākums mazākuma mazākumu`, l.words)
	same(Change, `pieaug pieauga pieaudzis palielinājās palielinās samazinājās samazinās saruka sarūk sarucis kritās krītas pārsniedz pārsniedza apsteidz apsteidza
 zaudē zaudēja aug audzis izauga`, l.words)
	l.patterns = []pattern{
		says(Superlative, `vis\p{L}{2,}āk(?:ais|ā|o|ajam|ajai|ajā|ie|ās|ajiem|ajām|os|ajos|ajās|us|as|a|s)?`),
		says(Superlative, `\p{L}{2,}āk(?:ais|o|ajam|ajai|ajā|ie|ajiem|ajām|os|ajos|ajās)`),
		says(Comparative, `\p{L}{2,}āk(?:s|a|am|ai|u|ā|i|as|iem|ām|us|ās)?`),
		says(Share, `(?:treš|ceturt|piekt|sest|septīt|astot|devīt|desmit|simt)daļ\p{L}*`),
		says(Share, `pusotr(?:s|a|u|as|am|ai|ā|i)`),
		says(Share, `(?:divkārš|trīskārš|četrkārš|dubult)(?:s|a|u|am|ai|ā|i|as|iem|ām|us|ās|ais|o|ajam|ajā|ie|ajiem|os)`),
		says(Share, `divkāršoj\p{L}*|trīskāršoj\p{L}*`),
	}
	count := `divas|divām|diviem|divu|trīs|trim|četras|četrām|piecas|piecām|sešas|desmit|vairākas|pusotru|pusotras`
	l.phrases = []phrase{
		run(Share, count, "reizes|reizēm|reizi|reižu|reiz"),
		run(Superlative, "lielāk(?:ā|ās|ajai|o)", "daļ(?:a|as|ai|u)"),
		run(Comparative, "ne", "mazāk|vairāk"),
		run(Comparative, `vecāk\p{L}*`, "par|nekā"),
	}
	l.pardons = []pardon{
		never(`(?:ne|jā|ie|pie|pa|sa|iz|no|at|uz|aiz|pār|ap)*nāk\p{L}*`), // come, arrive; next
		never(`(?:ne|jā|ie|uz|at|aiz)*sāk\p{L}*`),                        // begin
		never(`(?:ne|pa|pār|ap|jā)*māk\p{L}*`),                           // can
		never(`(?:sa|ie|no|aiz|ap|at|iz|uz|ne|pār|jā|pa)*vāk\p{L}*`),     // gather; lid
		never(`bāk\p{L}*|sarāk\p{L}*|izrāk\p{L}*|ierāk\p{L}*|norāk\p{L}*|atrāk\p{L}*|pārāk`),
		never(`turpmāk\p{L}*|tālāk\p{L}*|vēlāk\p{L}*|agrāk\p{L}*|drīzāk\p{L}*|sīkāk\p{L}*|pirmāk\p{L}*|visbiežāk`), // hereafter, further, later, earlier, rather, in detail
		never(`vairāk(?:i|as|iem|ām|u|us|os|ās)`),                                                                  // several
		never(`vecāk\p{L}*`), // parents; "older than" is a phrase
		leads(`jaunāk\p{L}*`, `dat\p{L}*|laik\p{L}*|inform\p{L}*|ziņ\p{L}*|period\p{L}*|gad\p{L}*|laidien\p{L}*`),
		leads(`augstāk\p{L}*`, `izglīt\p{L}*|minēt\p{L}*|norādīt\p{L}*|mācīb\p{L}*|ties\p{L}*`),
		leads(`zemāk`, `minēt\p{L}*|norādīt\p{L}*`),
		leads(`plašāk\p{L}*`, `inform\p{L}*|par`),
		leads(`vairāk`, `inform\p{L}*|par`),
		follows(`vairāk`, `las\p{L}*|uzzin\p{L}*|skat\p{L}*`),
		leads(`biežāk`, `uzdot\p{L}*`),
		leads(`tuvāk\p{L}*`, `laik\p{L}*|gad\p{L}*|apkārtn\p{L}*|inform\p{L}*|nākotn\p{L}*`),
		leads(`labāk\p{L}*`, `praks\p{L}*|pieredz\p{L}*`),
		follows(`pus(?:e|es|i|ei|ē)`, `ieinteresēt\p{L}*|vien\p{L}*|otr\p{L}*|abas|abām|abu|katra|katras|trešā|šīs?|tās|labā|kreisā|labajā|kreisajā|savas|dienvidu|ziemeļu|austrumu|rietumu`),
		leads(`mazākum\p{L}*`, `valod\p{L}*|ties\p{L}*`),
		follows(`mazākum\p{L}*`, `nacionāl\p{L}*`),
	}
	return l
}
