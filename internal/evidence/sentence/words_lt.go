// SPDX-License-Identifier: EUPL-1.2

package sentence

// lithuanian lists the claims of Lithuanian. Comparatives and superlatives are told by their endings (-esnis, -iausias in all cases); adverbs in
// -iau are listed, since tačiau, jau, anksčiau and many verbs end so too.
func lithuanian() *lexicon {
	l := &lexicon{words: map[string]Why{}}
	same(Comparative, `daugiau mažiau greičiau lėčiau sparčiau labiau aukščiau žemiau geriau blogiau dažniau rečiau ilgiau trumpiau stipriau silpniau smarkiau
 pigiau brangiau tankiau plačiau siauriau giliau storiau ploniau turtingiau skurdžiau jauniau bent mažiausiai`, l.words)
	same(Share, `pusė pusės pusei pusę puse perpus pusiau dvigubai trigubai keturgubai dukart triskart dvigubėja dvigubėjo trigubėja trigubėjo padvigubėjo patrigubėjo
 dauguma daugumos daugumai daugumą mažuma mažumos mažumai mažumą`, l.words)
	same(Change, `auga augo išaugo paaugo didėja didėjo padidėjo mažėja mažėjo sumažėjo daugėja daugėjo padaugėjo gausėja gausėjo krito nukrito smuko nusmuko
 viršija viršijo lenkia lenkė pralenkia pralenkė aplenkia aplenkė pranoksta pranoko netenka neteko traukiasi traukėsi ūgtelėjo smuktelėjo`, l.words)
	l.patterns = []pattern{
		says(Comparative, `\p{L}{2,}esn(?:is|io|iam|į|iu|iame|i|ių|iems|ius|iais|iuose|ė|ės|ei|ę|e|ėje|es|ėms|ėmis|ėse|ysis|iojo|iajam|įjį|iuoju|iajame|ieji|iųjų|iesiems|iuosius|iaisiais|iuosiuose|ioji|iosios|iajai|iąją|iąja|iojoje|iosioms|iąsias|iosiomis|iosiose)`),
		says(Superlative, `\p{L}{2,}iausi(?:as|o|am|ą|u|ame|i|ų|ems|us|ais|uose|a|os|ai|oje|oms|omis|ose|asis|ojo|ajam|ąjį|uoju|ajame|eji|ųjų|esiems|uosius|aisiais|uosiuose|oji|osios|ajai|ąją|ąja|ojoje|osioms|ąsias|osiomis|osiose)`),
		says(Superlative, `daugiausia|mažiausia|labiausiai`),
		says(Share, `(?:trečdal|ketvirtadal|ketvirtdal|penktadal|šeštadal|septintadal|aštuntadal|devintadal|dešimtadal|šimtadal)\p{L}*`),
		says(Share, `pusantr(?:o|os|a|ą)`),
		says(Share, `(?:dvigub|trigub|keturgub|dešimteriop)(?:as|a|o|os|am|ai|ą|u|ame|oje|i|ų|us|ais|omis|uose|ose)`),
	}
	count := `du|dvi|tris|trys|keturis|penkis|šešis|septynis|aštuonis|devynis|dešimt|kelis|keletą|pusantro|dviejų|trijų|keturių|penkių`
	l.phrases = []phrase{
		run(Share, count, "kartus|kartų|karto|kart"),
		run(Comparative, "ne", "mažiau|daugiau"),
	}
	l.pardons = []pardon{
		never(`ankstesn\p{L}*|vėlesn\p{L}*|tolesn\p{L}*|tolimesn\p{L}*`),        // in time or order
		never(`vyriausi\p{L}*|vyresn(?:ysis|iojo|iajam|įjį|ioji|iosios|iajai)`), // chief, senior
		never(`jaunesn(?:ysis|iojo|iajam|įjį|ioji|iosios|iajai)`),
		never(`galiausiai|pirmiausia|pirmiausiai|tikriausiai|veikiausiai|dažniausiai|paskiausiai|vėliausiai`), // finally, first, probably, usually
		never(`(?:vėliausi|pirmiausi|paskiausi)\p{L}*`),
		leads(`naujausi\p{L}*|naujesn\p{L}*`, `duomen\p{L}*|laikotarp\p{L}*|inform\p{L}*|met\p{L}*|laid\p{L}*|periodas|žini\p{L}*`),
		leads(`artimiausi\p{L}*`, `met\p{L}*|laik\p{L}*|savait\p{L}*|mėnes\p{L}*|ateit\p{L}*`),
		leads(`geriausi\p{L}*`, `praktik\p{L}*|patirt\p{L}*`),
		leads(`platesn\p{L}*|išsamesn\p{L}*`, `inform\p{L}*`),
		leads(`daugiau`, `inform\p{L}*|apie`),
		follows(`daugiau`, `skaityk\p{L}*|sužinok\p{L}*|skaityti|sužinoti|niekada`),
		follows(`plačiau`, `skaityk\p{L}*|skaityti|žr`),
		leads(`plačiau`, `apie`),
		leads(`aukščiau|žemiau`, `(?:pa)?minėt\p{L}*|nurodyt\p{L}*|pateikt\p{L}*|išvardyt\p{L}*|aprašyt\p{L}*`),
		leads(`aukštesn\p{L}*`, `mokykl\p{L}*|mokslas`),
		follows(`pus\p{L}*`, `vien\p{L}*|kit\p{L}*|abi|abiej\p{L}*|abipus\p{L}*|šios?|tos|t[aą]|šią|antros|dešin\p{L}*|kair\p{L}*|pietų|šiaurės|rytų|vakarų`),
		leads(`mažum\p{L}*`, `kalb\p{L}*|teis\p{L}*`),
		follows(`mažum\p{L}*`, `tautin\p{L}*`),
	}
	return l
}
