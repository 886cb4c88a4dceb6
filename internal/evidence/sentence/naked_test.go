// SPDX-License-Identifier: EUPL-1.2

package sentence_test

import (
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/evidence/sentence"
)

func hits(lang, text string) string {
	var out []string
	for _, h := range sentence.Naked(lang, text) {
		if text[h.Start:h.End] != h.Word {
			return "place and word differ: " + h.Word
		}
		out = append(out, h.Word+"="+string(h.Why))
	}
	return strings.Join(out, " ")
}

func TestClaimsAreFound(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"en", "In 2010 it had 329 013 residents, 1.5 times more.", "2010=digit 329 013=digit 1.5=digit more=comparative"},
		{"en", "The period 2014–2019", "2014–2019=digit"},
		{"en", "About ½ of it", "½=digit"},
		{"en", "A third of the workers, two thirds of the land", "A third=share two thirds=share"},
		{"en", "one-third, one and a half times", "one-third=share one and a half=share"},
		{"en", "Half live in towns; twice as many in cities; it doubled", "Half=share twice=share doubled=share"},
		{"en", "three times as high", "three times=share"},
		{"en", "the fastest growth and a larger share", "fastest=superlative larger=comparative"},
		{"en", "It has fewer jobs, less money, higher wages and lower rents", "fewer=comparative less=comparative higher=comparative lower=comparative"},
		{"en", "at least ten villages", "at least=comparative"},
		{"en", "Both regions are losing residents; income grew", "are losing=change grew=change"},
		{"en", "bigger, healthiest, wealthier", "bigger=comparative healthiest=superlative wealthier=comparative"},
		{"lt", "Kuržemėje gyventojų daugiau, o darbo vietų mažiau.", "daugiau=comparative mažiau=comparative"},
		{"lt", "Didesnis, mažesnio, aukštesnės, spartesniems", "Didesnis=comparative mažesnio=comparative aukštesnės=comparative spartesniems=comparative"},
		{"lt", "sparčiausiai auga didžiausias miestas", "sparčiausiai=superlative auga=change didžiausias=superlative"},
		{"lt", "mažiausios savivaldybės, labiausiai, daugiausia", "mažiausios=superlative labiausiai=superlative daugiausia=superlative"},
		{"lt", "Trečdalis dirbančiųjų, ketvirtadaliui, pusė žemės", "Trečdalis=share ketvirtadaliui=share pusė=share"},
		{"lt", "Dvigubai, pusantro karto, du kartus, triskart", "Dvigubai=share pusantro karto=share du kartus=share triskart=share"},
		{"lt", "bent tiek pat; ne mažiau kaip", "bent=comparative ne mažiau=comparative"},
		{"lt", "gyventojų skaičius sumažėjo", "sumažėjo=change"},
		{"lt", "2010 m. buvo 1,5 karto", "2010=digit 1,5=digit"},
		{"lv", "Iedzīvotāju ir vairāk, darbvietu mazāk", "vairāk=comparative mazāk=comparative"},
		{"lv", "lielāks, mazākas, augstākām, straujāk, īsāks", "lielāks=comparative mazākas=comparative augstākām=comparative straujāk=comparative īsāks=comparative"},
		{"lv", "visstraujāk, vislielākais, lielākais, ātrākajiem", "visstraujāk=superlative vislielākais=superlative lielākais=superlative ātrākajiem=superlative"},
		{"lv", "lielākā daļa, trešdaļa, ceturtdaļu, puse zemes", "lielākā daļa=superlative trešdaļa=share ceturtdaļu=share puse=share"},
		{"lv", "divreiz, pusotru reizi, divas reizes, divkāršs", "divreiz=share pusotru reizi=share divas reizes=share divkāršs=share"},
		{"lv", "vismaz tikpat; skaits samazinājās; vecāki par tiem", "vismaz=comparative samazinājās=change vecāki par=comparative"},
		{"lv", "2010. gadā bija 233 229 iedzīvotāji", "2010=digit 233 229=digit"},
		{"et", "rohkem kui 5", "5=digit"},
		{"en-GB", "more", "more=comparative"},
	} {
		if got := hits(c.lang, c.text); got != c.want {
			t.Errorf("%s %q\ngot  %s\nwant %s", c.lang, c.text, got, c.want)
		}
	}
}

// What looks like a claim and is none: ordinary words of plans.
func TestOrdinaryWordsPass(t *testing.T) {
	for lang, texts := range map[string][]string{
		"en": {
			"The river runs through forest and pasture to the western harbour; the rest is other interest.",
			"The code LV003 became LV00B; project LLI-431; {= COVID-19 in 2020}; the EU-27.",
			"Higher education and vocational schools; learn more; more information; best practices.",
			"There is no longer a ferry. The third chapter, the second quarter and a third party; two regions.",
			"Measures to lower the cost; the Latest news; earlier and later; CO2 per km²; upper and former.",
			"Young people and old towns; a request of honest guests; the number of members; never; lower secondary schools.",
			"Interested stakeholders and their partners gather after the conference under a common leader.",
		},
		"lt": {
			"Sniegas ant miesto stogų; tačiau jau pagaliau ir toliau.",
			"Anksčiau, vėliau, ankstesnis laikotarpis, vėlesni metai, tolesni veiksmai.",
			"Vyriausybė, vyriausiasis architektas, vyresnysis specialistas, Šiauliai, Šiaurė.",
			"Pirmiausia, galiausiai, tikriausiai, dažniausiai.",
			"Iš vienos pusės, kitoje pusėje, abiejose sienos pusėse; šioje pusėje.",
			"Ketvirtadienis, ketvirtas ketvirtis, trečiasis skyrius, trečiadienį.",
			"Suinteresuotosios šalys, gausiai lankomas, daugiabutis, daugialypis, Mažoji Lietuva.",
			"Skaitykite daugiau; daugiau informacijos; aukščiau minėtas; naujausi duomenys; artimiausiu metu.",
			"Esame, kelias, kelionė, ministerija, jūra, kopos ir Nerija; kodas LT023.",
			"Kiaulės, piliakalniai, reiškiniai, tiesioginis, debesys, mėsa, pėsčiasis.",
		},
		"lv": {
			"Jūra, māksla, grāmata un jaunā bāka; bākas un bāku gaismas.",
			"Nākotne nāk; ienāk, panāk, nākamais gads, nākamajā; pienākums.",
			"Darbs sākas, sāk, uzsāk, uzsāka; sākums; prot un māk; savāk, ievāk, vāks.",
			"Vairāki uzņēmumi, vairākas skolas, vairākiem, vairāku.",
			"Turpmāk, tālāk, vēlāk, agrāk, drīzāk, turpmākajā, sīkāka informācija, pārāk.",
			"Augstākā izglītība, augstskola; bērni un vecāki; vecāku padome.",
			"Ieinteresētā puse, ieinteresētās puses, no vienas puses un no otras puses.",
			"Ceturtdiena, trešā nodaļa, trešdiena, otrais ceturksnis.",
			"Jaunākie dati; lasiet vairāk; vairāk informācijas; tuvākajā laikā; labākā prakse.",
			"Visāds, visādi, kodi LV003 un LV00B; sadarbība, kopīgi, tirgus.",
		},
	} {
		for _, text := range texts {
			if got := hits(lang, text); got != "" {
				t.Errorf("%s %q: %s", lang, text, got)
			}
		}
	}
}

func TestLiteralHidesAndPrints(t *testing.T) {
	text := "Plan {= Kurzeme 2030} to 2035, {=2027}"
	if got := hits("en", text); got != "2035=digit" {
		t.Errorf("got %s", got)
	}
	if got := sentence.Literal(text); got != "Plan Kurzeme 2030 to 2035, 2027" {
		t.Errorf("got %s", got)
	}
}

func TestNakedLooksOnlyOutsideMarks(t *testing.T) {
	for _, s := range []*sentence.Sentence{parse(t, "en", ratioEN), parse(t, "lt", ratioLT), parse(t, "lv", ratioLV)} {
		if got := s.Naked(); len(got) != 0 {
			t.Errorf("%s: %+v", s.Lang, got)
		}
	}
	s := parse(t, "en", "It has 3 more {n | one: of 5 | other: most} than [more](#m) \\[2\\].")
	var words []string
	for _, h := range s.Naked() {
		words = append(words, h.Word)
	}
	if got := strings.Join(words, " "); got != "3 more most 5 2" && got != "3 more 5 most 2" {
		t.Errorf("got %s", got)
	}
}
