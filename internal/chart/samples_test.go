// SPDX-License-Identifier: EUPL-1.2

package chart

import (
	"fmt"
	"math"

	"github.com/sumanus/sumanus/internal/i18n"
)

// The numbers below are rows of Eurostat tables as published (nama_10r_3gdp, demo_r_pjangrp3, nama_10r_3empers; Source: Eurostat,
// CC BY 4.0), NUTS 2021: LV003 Kurzeme and LT023 Klaipėda. Shapes of the maps in the golden files are made up; the real
// ones are drawn in real_test.go.

type sample struct {
	name string
	draw func(z *i18n.Localizer, id string) Picture
}

// say picks the words of the sample in a language.
func say(z *i18n.Localizer, lt, lv, en string) string {
	switch z.Lang() {
	case i18n.LT:
		return lt
	case i18n.LV:
		return lv
	}
	return en
}

func values(vs ...float64) []Value {
	out := make([]Value, len(vs))
	for i, v := range vs {
		out[i] = Some(v)
		if math.IsNaN(v) {
			out[i] = Missing()
		}
	}
	return out
}

func years(from, to int) []string {
	var out []string
	for y := from; y <= to; y++ {
		out = append(out, fmt.Sprint(y))
	}
	return out
}

var (
	gdpKurzeme  = values(3200, 3500, 3900, 4100, 4700, 5500, 6000, 8200, 8900, 7100, 6700, 8300, 8600, 8600, 8800, 9100, 9600, 10300, 11000, 11800, 11800)
	gdpKlaipeda = values(4000, 4300, 4700, 5200, 5600, 6600, 7700, 9300, 10500, 9500, 10000, 11400, 12100, 12600, 13100, 13200, 13800, 15000, 15700, 16700, 16600)
	popKurzeme  = values(258.034, 254.722, 251.088, 246.317, 243.032, 240.113, 237.407, 236.022, 233.229)
	popKlaipeda = values(329.013, 327.3, 324.618, 320.507, 317.252, 317.722, 319.958, 321.849, 324.263)
	nan         = math.NaN()
)

func kurzeme(z *i18n.Localizer, vs []Value) Series {
	return Series{Name: say(z, "Kuržemė", "Kurzeme", "Kurzeme"), Sign: First, Values: vs}
}

func klaipeda(z *i18n.Localizer, vs []Value) Series {
	return Series{Name: say(z, "Klaipėdos regionas", "Klaipēdas reģions", "Klaipėda region"),
		Short: say(z, "Klaipėda", "Klaipēda", "Klaipėda"), Sign: Second, Values: vs}
}

func sectors(z *i18n.Localizer) []string {
	switch z.Lang() {
	case i18n.LT:
		return []string{"Žemės ūkis, miškininkystė, žuvininkystė", "Pramonė ir energetika", "Statyba", "Prekyba, transportas, apgyvendinimas",
			"Profesinės ir administracinės paslaugos", "Valdymas, švietimas, sveikatos priežiūra"}
	case i18n.LV:
		return []string{"Lauksaimniecība, mežsaimniecība, zveja", "Rūpniecība un enerģētika", "Būvniecība", "Tirdzniecība, transports, viesu izmitināšana",
			"Profesionālie un administratīvie pakalpojumi", "Pārvalde, izglītība, veselība"}
	}
	return []string{"Agriculture, forestry, fishing", "Industry and energy", "Construction", "Trade, transport, accommodation",
		"Professional and administrative services", "Administration, education, health"}
}

func samples() []sample {
	return []sample{
		{"line-gdp", func(z *i18n.Localizer, id string) Picture {
			return LineChart{Frame: Frame{ID: id, Words: z, Title: say(z, "Auga abu, atotrūkis didėja", "Aug abi, plaisa pieaug", "Both grow, the gap widens"),
				Unit: say(z, "eurų vienam gyventojui", "eiro uz vienu iedzīvotāju", "euro per resident")},
				Periods: years(2000, 2020), Series: []Series{kurzeme(z, gdpKurzeme), klaipeda(z, gdpKlaipeda)}}.Draw()
		}},
		{"line-population", func(z *i18n.Localizer, id string) Picture {
			return LineChart{Frame: Frame{ID: id, Words: z, Title: say(z, "Viena kreivė linksta", "Viena līkne izliecas", "One line bends"),
				Unit: say(z, "tūkst. gyventojų sausio 1 d.", "tūkst. iedzīvotāju 1. janvārī", "thousand residents on 1 January")},
				Periods: years(2014, 2022), Series: []Series{kurzeme(z, popKurzeme), klaipeda(z, popKlaipeda)}}.Draw()
		}},
		{"line-gaps", func(z *i18n.Localizer, id string) Picture {
			a, b := append([]Value(nil), gdpKurzeme[8:]...), append([]Value(nil), gdpKlaipeda[8:]...)
			a[3], a[4], a[9] = Missing(), Missing(), Missing()
			a[11].Status, a[12].Status = Provisional, Provisional
			b[6].Status, b[12].Status = Break, Provisional
			lv := values(10900, 8900, 8600, 9800, 10800, 11300, 11700, 12300, 12900, 13800, 15100, 15900, 15900)
			return LineChart{Frame: Frame{ID: id, Words: z, Title: "Gaps, breaks, provisional values", Unit: "€"}, Periods: years(2008, 2020),
				Series: []Series{kurzeme(z, a), klaipeda(z, b), {Name: say(z, "Latvija", "Latvija", "Latvia"), Values: lv}}}.Draw()
		}},
		{"line-zoom-third", func(z *i18n.Localizer, id string) Picture {
			return LineChart{Frame: Frame{ID: id, Words: z, Title: "Three regions, axis cut", Unit: "%", Decimals: 1}, Zoom: true,
				Periods: []string{"2019-Q1", "2019-Q2", "2019-Q3", "2019-Q4", "2020-Q1"}, Series: []Series{kurzeme(z, values(71.2, 72.5, 73, 72.1, 71.9)),
					klaipeda(z, values(72.9, 73.1, 74.4, 74, 72.3)), {Name: "Telšiai", Sign: Third, Values: values(70.2, 70.9, 71.5, 71.7, 71.4)}}}.Draw()
		}},
		{"bars-gdp", func(z *i18n.Localizer, id string) Picture {
			rows := []struct {
				name string
				v    float64
				s    Sign
			}{{say(z, "Vilniaus apskritis", "Viļņas apriņķis", "Vilnius county"), 25700, Plain}, {"Alytus", 10700, Plain}, {say(z, "Kauno apskritis", "Kauņas apriņķis", "Kaunas county"), 18100, Plain},
				{say(z, "Klaipėdos regionas", "Klaipēdas reģions", "Klaipėda region"), 16600, Second}, {"Marijampolė", 11000, Plain}, {"Panevėžys", 13200, Plain}, {"Šiauliai", 13600, Plain},
				{"Tauragė", 9800, Plain}, {"Telšiai", 12300, Plain}, {"Utena", nan, Plain}, {say(z, "Kuržemė", "Kurzeme", "Kurzeme"), 11800, First},
				{"Latgale", 8100, Plain}, {"Rīga", 25900, Plain}, {"Pierīga", 13000, Plain}, {"Vidzeme", 11100, Plain}, {"Zemgale", 10700, Plain}}
			var bars []Bar
			for _, r := range rows {
				bars = append(bars, Bar{Label: r.name, Sign: r.s, Value: values(r.v)[0]})
			}
			return BarChart{Frame: Frame{ID: id, Words: z, Title: say(z, "Abu regionai – sąrašo viduryje", "Abi reģioni ir saraksta vidū", "Both stand in the middle"), Unit: "€"}, Bars: bars,
				Reference: &Reference{Label: say(z, "Europos Sąjungos vidurkis", "Eiropas Savienības vidējais", "European Union mean"), Value: 30000}}.Draw()
		}},
		{"bars-long-names", func(z *i18n.Localizer, id string) Picture {
			var bars []Bar
			for i, name := range sectors(z) {
				bars = append(bars, Bar{Label: name, Value: Some([]float64{14.2, 20.2, 7.9, 24.4, 5.4, 19.7}[i])})
			}
			bars[3].Sign, bars[4].Value.Status = First, Provisional
			return BarChart{Frame: Frame{ID: id, Words: z, Title: "Long names go above", Unit: "%", Decimals: 1}, Bars: bars}.Draw()
		}},
		{"groups-sectors", func(z *i18n.Localizer, id string) Picture {
			return GroupChart{Frame: Frame{ID: id, Words: z, Title: say(z, "Kuržemėje daugiau dirba laukuose, Klaipėdoje – prekyboje ir uoste",
				"Kurzemē vairāk strādā laukos un mežā, Klaipēdā – tirdzniecībā un ostā", "Kurzeme works more on land, Klaipėda in trade and the port"), Unit: "%", Decimals: 1},
				Groups: sectors(z), Series: []Series{kurzeme(z, values(14.2, 20.2, 7.9, 24.4, nan, 19.7)), klaipeda(z, values(6.4, 18.1, 7.8, 29.7, 8.5, 21))}}.Draw()
		}},
		{"stack-sectors", func(z *i18n.Localizer, id string) Picture {
			return StackChart{Frame: Frame{ID: id, Words: z, Title: "The whole and its parts", Unit: "%", Decimals: 1},
				Parts: sectors(z), Series: []Series{kurzeme(z, values(14.2, 20.2, 7.9, 24.4, 5.4, 19.7)), klaipeda(z, values(6.4, 18.1, 7.8, 29.7, 8.5, 21)), {Name: "Telšiai", Sign: Third, Values: values(1, 2, nan, 3, 4, 5)}}}.Draw()
		}},
		{"change-pairs", func(z *i18n.Localizer, id string) Picture {
			return ChangeChart{Frame: Frame{ID: id, Words: z, Title: say(z, "Klaipėdos regionas pasuko kita kryptimi", "Klaipēdas reģionā ir pavērsiens", "The Klaipėda region has turned"),
				Unit: say(z, "gyventojų skaičiaus pokytis per penkerius metus, %", "iedzīvotāju skaita pārmaiņas piecos gados, %", "change of population over five years, %"), Decimals: 1},
				Groups: []string{"2014–2019", "2015–2020", "2016–2021", "2017–2022"}, Series: []Series{kurzeme(z, values(-6.9, -6.8, -6, -5.3)), klaipeda(z, values(-3.4, -2.2, -0.9, 1.2))}}.Draw()
		}},
		{"change-lying", func(z *i18n.Localizer, id string) Picture {
			return ChangeChart{Frame: Frame{ID: id, Words: z, Title: "Change by sector", Unit: "%", Decimals: 1},
				Groups: sectors(z), Series: []Series{kurzeme(z, values(-24.1, 3.5, 12.2, -1.4, 30.7, 2)), klaipeda(z, values(-30.9, -2.2, 14.8, 6.6, nan, 4.1))}}.Draw()
		}},
		{"dumbbell", func(z *i18n.Localizer, id string) Picture {
			return DumbbellChart{Frame: Frame{ID: id, Words: z, Title: "How far apart", Unit: "%", Decimals: 1},
				Groups: sectors(z), Series: []Series{kurzeme(z, values(14.2, 20.2, 7.9, 24.4, nan, 19.7)), klaipeda(z, values(6.4, 18.1, 7.8, 29.7, 8.5, 21))}}.Draw()
		}},
		{"pyramid", func(z *i18n.Localizer, id string) Picture { return agePyramid(z, id) }},
		{"spark", func(z *i18n.Localizer, id string) Picture {
			return Spark{Frame: Frame{ID: id, Words: z, Title: "Course"}, Periods: years(2014, 2022), Series: kurzeme(z, popKurzeme)}.Draw()
		}},
		{"spark-gap", func(z *i18n.Localizer, id string) Picture {
			return Spark{Frame: Frame{ID: id, Words: z, Title: "Course"}, Periods: years(2014, 2022), Series: klaipeda(z, values(3, 4, nan, 5, nan, 4, 3, 2, 4))}.Draw()
		}},
		{"empty", func(z *i18n.Localizer, id string) Picture {
			return LineChart{Frame: Frame{ID: id, Words: z, Title: "Nothing yet"}, Periods: years(2014, 2022), Series: []Series{kurzeme(z, nil)}}.Draw()
		}},
		{"map-rate", func(z *i18n.Localizer, id string) Picture { return madeUpMap(z, id, true) }},
		{"map-count", func(z *i18n.Localizer, id string) Picture { return madeUpMap(z, id, false) }},
	}
}

func agePyramid(z *i18n.Localizer, id string) Picture {
	share := func(total float64, vs ...float64) []Value {
		out := make([]Value, len(vs))
		for i, v := range vs {
			out[i] = Some(v / total * 100)
		}
		return out
	}
	ages := []string{"0–4", "5–9", "10–14", "15–19", "20–24", "25–29", "30–34", "35–39", "40–44", "45–49", "50–54", "55–59", "60–64", "65–69", "70–74", "75–79", "80–84", "85+"}
	return PyramidChart{Frame: Frame{ID: id, Words: z, Title: say(z, "Klaipėdoje daugiau 30–44 metų, Kuržemėje – vyresnių", "Klaipēdas reģionā vairāk 30–44 gadus vecu, Kurzemē – senioru",
		"Klaipėda has more people of 30 to 44, Kurzeme more seniors"), Unit: "%", Decimals: 1}, Ages: ages,
		Men: []Series{kurzeme(z, share(233229, 5926, 6760, 6391, 6424, 5803, 6749, 8068, 7817, 6771, 7759, 7820, 7613, 7689, 5987, 4623, 3009, 2384, 1411)),
			klaipeda(z, share(324263, 8196, 9112, 9143, 7757, 7736, 9099, 11353, 11517, 10530, 10517, 10934, 11395, 11255, 8009, 6044, 3767, 2948, 2011))},
		Women: []Series{kurzeme(z, share(233229, 5475, 6230, 6171, 6101, 5344, 5951, 7127, 7022, 6734, 7922, 8457, 8645, 9515, 8360, 7899, 6467, 6191, 4614)),
			klaipeda(z, share(324263, 7806, 8599, 8849, 7240, 7612, 9067, 11546, 11249, 10419, 11089, 12159, 12669, 14063, 11191, 9476, 7229, 6815, 5862))}}.Draw()
}

// madeUpMap has six square municipalities in two regions.
func madeUpMap(z *i18n.Localizer, id string, rate bool) Picture {
	square := func(name string, x, y, side float64) Shape {
		return Shape{ID: name, Name: name, Label: Point{x + side/2, y + side/2},
			Rings: [][]Point{{{x, y}, {x + side, y}, {x + side, y + side}, {x + side*.4, y + side*1.05}, {x, y + side}, {x, y}}}}
	}
	const k = 40000
	units := []Unit{{square("Ventspils", 0, 3*k, k), Some(-0.7), First}, {square("Talsi", k, 3*k, k), Some(-1.05), First}, {square("Kuldīga", k, 2*k, k), Some(-0.3), First},
		{square("Palanga", 0, k, k), Some(2.77), Second}, {square("Klaipėda", 0, 0, k), Some(4.67), Second}, {square("Skuodas", k, k, k), Missing(), Second}}
	g := Ground{Land: []Shape{square("x", 2*k, 0, 5*k)}, Outlines: []Outline{
		{Shape{Name: say(z, "Kuržemė", "Kurzeme", "Kurzeme"), Label: Point{0.5 * k, 2.5 * k}, Rings: [][]Point{{{0, 3 * k}, {k, 3 * k}, {k, 2 * k}, {2 * k, 2 * k}, {2 * k, 4 * k}, {0, 4 * k}}}}, First},
		{Shape{Rings: [][]Point{{{0, 0}, {k, 0}, {k, k}, {2 * k, k}, {2 * k, 2 * k}, {0, 2 * k}}}}, Second}}}
	if rate {
		return ChoroplethMap{Frame: Frame{ID: id, Words: z, Title: "Rates fill", Unit: "%", Decimals: 1, Signed: true}, Ground: g, Units: units, Diverging: true}.Draw()
	}
	for i, v := range []float64{33906, 37500, 28700, 17000, 152000} {
		units[i].Value = Some(v)
	}
	return CircleMap{Frame: Frame{ID: id, Words: z, Title: "Counts are circles", Unit: say(z, "gyventojai", "iedzīvotāji", "residents")}, Ground: g, Units: units}.Draw()
}
