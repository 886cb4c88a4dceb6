// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"fmt"
	"sort"
)

// box is the window of the picture in degrees: west, south, east, north. Land of the neighbours is cut at it; the Baltic states lie
// well inside, so the cut never touches a border they share.
var box = [4]float64{15.2, 51.6, 33, 61.5}

// codes says which code of a scheme a shape stands for, from which version to which.
type codes struct {
	Scheme   string   `json:"scheme"`
	Code     string   `json:"code"`
	Versions []string `json:"versions"`
}

// shape is one thing to be written: a name, the codes it stands for and the rule which source units it is made of.
type shape struct {
	ID, Name, Country, Layer string
	Codes                    []codes
	has                      func(*feature) bool
	Note                     string
}

var nutsVersions = []string{"2003", "2006", "2010", "2013", "2016", "2021", "2024"}

// nuts gives the codes record of a NUTS code between two versions, both included.
func nuts(code, from, to string) codes {
	c := codes{Scheme: "NUTS", Code: code}
	for _, v := range nutsVersions {
		if v >= from && v <= to {
			c.Versions = append(c.Versions, v)
		}
	}
	return c
}

func lau(code string, versions ...string) codes { return codes{"LAU", code, versions} }

// lauSince2022 are the versions of local units in which Latvia has its 43 units (the reform took effect on 1 July 2021).
var lauSince2022 = []string{"2022", "2023", "2024", "2025", "2026"}

func country(iso string) func(*feature) bool {
	return func(f *feature) bool { return f.Properties.Country == iso }
}

func regionLV(name string) func(*feature) bool {
	return func(f *feature) bool { return f.Properties.Country == "LV" && f.Properties.Region == name }
}

// unitsLV chooses Latvian units (as before July 2021) by name and, where the name is used twice, by type.
func unitsLV(region string, names ...string) func(*feature) bool {
	return func(f *feature) bool {
		if f.Properties.Country != "LV" || f.Properties.Region != region {
			return false
		}
		for _, n := range names {
			if n == f.Properties.Name || n == f.Properties.Name+"/"+f.Properties.Type {
				return true
			}
		}
		return false
	}
}

func byISO(ids ...string) func(*feature) bool {
	return func(f *feature) bool {
		for _, id := range ids {
			if f.Properties.ISO == id {
				return true
			}
		}
		return false
	}
}

func either(a, b func(*feature) bool) func(*feature) bool {
	return func(f *feature) bool { return a(f) || b(f) }
}

func but(a, b func(*feature) bool) func(*feature) bool {
	return func(f *feature) bool { return a(f) && !b(f) }
}

// preReform goes with the regions of Estonia: the source draws its counties as they were until the reform of October 2017.
const preReform = "Counties as before October 2017. In NUTS 2021 and 2024 the north-east (EE007, now EE00A) has lost some 570 km² to EE008 and EE009."

// byHand goes with the Lithuanian counties whose border was corrected (correct.go).
var byHand = map[string]string{
	"LT023": "The source counts Pagėgiai (about 550 km²) to this county; it was given to Tauragė county along a line drawn by hand.",
	"LT027": "Pagėgiai was added from Klaipėda county of the source, along a line drawn by hand.",
	"LT026": "The land around Viekšniai (about 360 km²) was given to Telšiai county along a line drawn by hand.",
	"LT028": "The land around Viekšniai was added from Šiauliai county of the source, along a line drawn by hand.",
}

// shapes is the whole plan. Natural Earth calls `Riga` the Rīga planning region before 2021: the capital is LV006, the rest LV007.
func shapes() []shape {
	const all, last = "2003", "2024"
	riga := unitsLV("Riga", "Riga")
	tukums := unitsLV("Riga", "Tukums", "Kandavas", "Engures", "Jaunpils")
	toVidzeme := unitsLV("Riga", "Limbaži", "Alojas", "Salacgrivas", "Ogre", "Ikskiles", "Keguma", "Lielvardes", "Saulkrastu", "Sejas")
	vilnius := byISO("LT-VL")
	out := []shape{
		{"EE", "Eesti", "EE", "country", []codes{nuts("EE", all, last), nuts("EE0", all, last), nuts("EE00", all, last)}, country("EE"), ""},
		{"LT", "Lietuva", "LT", "country", []codes{nuts("LT", all, last), nuts("LT0", all, last), nuts("LT00", all, "2013")}, country("LT"), ""},
		{"LV", "Latvija", "LV", "country", []codes{nuts("LV", all, last), nuts("LV0", all, last), nuts("LV00", all, last)}, country("LV"), ""},
		{"LT02", "Vidurio ir vakarų Lietuvos regionas", "LT", "nuts2", []codes{nuts("LT02", "2016", last)}, but(country("LT"), vilnius), ""},

		{"LV003", "Kurzeme", "LV", "nuts3", []codes{nuts("LV003", all, "2021")}, regionLV("Kurzeme"), ""},
		{"LV005", "Latgale", "LV", "nuts3", []codes{nuts("LV005", all, last)}, regionLV("Latgale"), ""},
		{"LV006", "Rīga", "LV", "nuts3", []codes{nuts("LV006", all, "2021")}, riga, ""},
		{"LV007", "Pierīga", "LV", "nuts3", []codes{nuts("LV007", all, "2021")}, but(regionLV("Riga"), riga), ""},
		{"LV008", "Vidzeme", "LV", "nuts3", []codes{nuts("LV008", all, "2021")}, regionLV("Vidzeme"), ""},
		{"LV009", "Zemgale", "LV", "nuts3", []codes{nuts("LV009", all, last)}, regionLV("Zemgale"), ""},
		{"LV00A", "Rīga", "LV", "nuts3", []codes{nuts("LV00A", "2024", last)}, but(but(regionLV("Riga"), tukums), toVidzeme), ""},
		{"LV00B", "Kurzeme", "LV", "nuts3", []codes{nuts("LV00B", "2024", last)}, either(regionLV("Kurzeme"), tukums), ""},
		{"LV00C", "Vidzeme", "LV", "nuts3", []codes{nuts("LV00C", "2024", last)}, either(regionLV("Vidzeme"), toVidzeme), ""},

		{"EE001", "Põhja-Eesti", "EE", "nuts3", []codes{nuts("EE001", all, last)}, byISO("EE-37"), preReform},
		{"EE004", "Lääne-Eesti", "EE", "nuts3", []codes{nuts("EE004", all, last)}, byISO("EE-39", "EE-57", "EE-67", "EE-74"), preReform},
		{"EE008", "Lõuna-Eesti", "EE", "nuts3", []codes{nuts("EE008", all, last)}, byISO("EE-49", "EE-65", "EE-78", "EE-82", "EE-84", "EE-86"), preReform},
		{"EE009", "Kesk-Eesti", "EE", "nuts3", []codes{nuts("EE006", all, "2016"), nuts("EE009", "2021", last)}, byISO("EE-51", "EE-59", "EE-70"), preReform},
		{"EE00A", "Kirde-Eesti", "EE", "nuts3", []codes{nuts("EE007", all, "2016"), nuts("EE00A", "2021", last)}, byISO("EE-44"), preReform},

		{"LV_0005000", "Liepāja", "LV", "lau", []codes{lau("LV_0005000", lauSince2022...), lau("LV_0170000", "2019", "2020")}, unitsLV("Kurzeme", "Liepāja"), ""},
		{"LV_0007000", "Ventspils", "LV", "lau", []codes{lau("LV_0007000", lauSince2022...), lau("LV_0270000", "2019", "2020")}, unitsLV("Kurzeme", "Ventspils/Republican City"), ""},
		{"LV_0027000", "Dienvidkurzemes novads", "LV", "lau", []codes{lau("LV_0027000", lauSince2022...)},
			unitsLV("Kurzeme", "Aizputes", "Durbes", "Grobinas", "Pavilostas", "Priekules", "Nicas", "Rucavas", "Vainodes"), ""},
		{"LV_0033000", "Kuldīgas novads", "LV", "lau", []codes{lau("LV_0033000", lauSince2022...)}, unitsLV("Kurzeme", "Kuldigas", "Skrundas", "Alsungas"), ""},
		{"LV_0046000", "Saldus novads", "LV", "lau", []codes{lau("LV_0046000", lauSince2022...)}, unitsLV("Kurzeme", "Saldus", "Brocenu"), ""},
		{"LV_0051000", "Talsu novads", "LV", "lau", []codes{lau("LV_0051000", lauSince2022...)}, unitsLV("Kurzeme", "Talsi", "Dundagas", "Mersraga", "Rojas"), ""},
		{"LV_0052000", "Tukuma novads", "LV", "lau", []codes{lau("LV_0052000", lauSince2022...)}, tukums, ""},
		{"LV_0056000", "Ventspils novads", "LV", "lau", []codes{lau("LV_0056000", lauSince2022...), lau("LV_0980200", "2019", "2020")}, unitsLV("Kurzeme", "Ventspils/Municipality"), ""},

		{"BY", "Belarus", "BY", "context", nil, country("BY"), ""},
		{"FI", "Finland", "FI", "context", nil, country("FI"), ""},
		{"PL", "Poland", "PL", "context", nil, country("PL"), ""},
		{"RU", "Russia", "RU", "context", nil, but(country("RU"), byISO("RU-KGD")), ""},
		{"RU-KGD", "Kaliningrad", "RU", "context", nil, byISO("RU-KGD"), ""},
		{"SE", "Sweden", "SE", "context", nil, country("SE"), ""},
		{"UA", "Ukraine", "UA", "context", nil, country("UA"), ""},
	}
	for _, c := range []struct{ iso, name, old, now string }{
		{"LT-VL", "Vilniaus apskritis", "LT00A", "LT011"}, {"LT-AL", "Alytaus apskritis", "LT001", "LT021"},
		{"LT-KU", "Kauno apskritis", "LT002", "LT022"}, {"LT-KL", "Klaipėdos apskritis", "LT003", "LT023"},
		{"LT-MR", "Marijampolės apskritis", "LT004", "LT024"}, {"LT-PN", "Panevėžio apskritis", "LT005", "LT025"},
		{"LT-SA", "Šiaulių apskritis", "LT006", "LT026"}, {"LT-TA", "Tauragės apskritis", "LT007", "LT027"},
		{"LT-TE", "Telšių apskritis", "LT008", "LT028"}, {"LT-UT", "Utenos apskritis", "LT009", "LT029"},
	} {
		s := shape{c.now, c.name, "LT", "nuts3", []codes{nuts(c.old, all, "2013"), nuts(c.now, "2016", last)}, byISO(c.iso), byHand[c.now]}
		if c.iso == "LT-VL" { // the level 2 region of the capital is the same territory
			s.Codes = append(s.Codes, nuts("LT01", "2016", last))
		}
		out = append(out, s)
	}
	order := map[string]int{"country": 0, "nuts2": 1, "nuts3": 2, "lau": 3, "context": 4}
	sort.SliceStable(out, func(i, j int) bool {
		if a, b := order[out[i].Layer], order[out[j].Layer]; a != b {
			return a < b
		}
		return out[i].ID < out[j].ID
	})
	return out
}

// expected says how many source units each shape must be made of; another number means that the source changed its names.
var expected = map[string]int{
	"EE": 15, "LT": 12, "LV": 119, "LT02": 11, "LT027": 2, "LT028": 2, // two pieces were cut off (correct.go)
	"LV003": 20, "LV005": 21, "LV006": 1, "LV007": 29, "LV008": 26, "LV009": 22, "LV00A": 17, "LV00B": 24, "LV00C": 35,
	"EE001": 1, "EE004": 4, "EE008": 6, "EE009": 3, "EE00A": 1,
	"LV_0005000": 1, "LV_0007000": 1, "LV_0027000": 8, "LV_0033000": 3, "LV_0046000": 2, "LV_0051000": 4, "LV_0052000": 4, "LV_0056000": 1,
	"RU-KGD": 1,
}

// checkPlan counts what each shape is made of.
func checkPlan(plan []shape, features []feature) error {
	for _, s := range plan {
		n := 0
		for i := range features {
			if s.has(&features[i]) {
				n++
			}
		}
		want, told := expected[s.ID]
		if !told && s.Layer == "nuts3" {
			want, told = 1, true
		}
		if n == 0 || told && n != want {
			return fmt.Errorf("shape %s is made of %d source units, expected %d", s.ID, n, want)
		}
	}
	return nil
}
