// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"fmt"
	"strings"

	"github.com/sumanus/sumanus/internal/method"
)

// with joins parameters.
func with(all ...string) map[string]string {
	out := map[string]string{}
	for i := 0; i < len(all); i += 2 {
		out[all[i]] = all[i+1]
	}
	return out
}

// questions asks every method of figures that were made for it: every table that a method can give is among what comes out.
func questions() map[string]*question {
	out := map[string]*question{}
	ofJobs(out)
	ofColumns(out)
	ofPeople(out)
	ofJudgements(out)
	ofPlaces(out)
	ofTies(out)
	return out
}

// ofJobs asks of one dataset: regions by branches, one branch over the map, one over the years.
func ofJobs(out map[string]*question) {
	branches := func(periods ...string) []method.Input {
		return []method.Input{{Name: "input", Dataset: jobsOf, Leave: map[string][]string{"branch": {"KIND"}}, Level: "nuts3", Periods: periods}}
	}
	cells := func(more ...string) map[string]string {
		return with(append([]string{"region", "geo", "activity", "branch", "value", "latest"}, more...)...)
	}
	out["structure"] = &question{parameters: with("region", "geo", "activity", "branch", "value", "2012", "end", "latest", "sector", "branch:2"), inputs: branches("2012", "latest")}
	out["complexity"] = &question{parameters: cells(), inputs: branches("latest")}
	out["opportunities"] = &question{parameters: cells("of", "LV003"), inputs: branches("latest")}
	out["complementarity"] = &question{parameters: cells("of", "LV003", "with", "LT023"), inputs: branches("latest")}
	for _, id := range []string{"moran", "geary", "general-g", "join-counts", "local-moran", "local-geary", "getis-ord"} {
		branch := "B03"
		if id == "join-counts" {
			branch = "KIND"
		}
		q := &question{parameters: with("id", "geo", "value", "latest", "permutations", "99"),
			inputs: []method.Input{{Name: "values", Dataset: jobsOf, Select: map[string]string{"branch": branch}, Level: "nuts3", Periods: []string{"latest"}}}}
		if strings.HasPrefix(id, "local") || id == "getis-ord" {
			q.parameters["fdr"] = "bh"
		}
		out[id] = q
	}
	one := func(name string, periods ...string) method.Input {
		return method.Input{Name: name, Dataset: jobsOf, Select: map[string]string{"branch": "B03"}, Level: "nuts3", Periods: periods}
	}
	other := one("population", "2010", "2015", "2020")
	other.Select = map[string]string{"branch": "B07"}
	out["convergence"] = &question{parameters: with("group", "country"), inputs: []method.Input{one("input", "2010", "2015", "2020"), other}}
	var years []string
	for y := 2008; y <= 2020; y++ {
		years = append(years, fmt.Sprint(y))
	}
	out["forecast"] = &question{parameters: with("horizon", "3", "target", "40", "by", "2023", "series", "geo"), inputs: []method.Input{one("input", years...)}}
}

// ofColumns asks of figures of datasets side by side.
func ofColumns(out map[string]*question) {
	part := func(code, branch, group string) method.Part {
		return method.Part{Code: code, Dataset: jobsOf, Select: map[string]string{"branch": branch}, Period: method.Latest, Group: group}
	}
	in := func(group string) []method.Input {
		return []method.Input{{Name: "input", Level: "nuts3", Columns: []method.Part{part("fish", "B03", group), part("wood", "B07", ""), part("boats", "B11", "")}}}
	}
	out["composite"] = &question{parameters: with("uncertainty", "40", "sobol", "16", "vary", "weights,normalise"), inputs: in("Sea")}
	out["peers"] = &question{parameters: with("nearest", "3"), inputs: in("")}
	out["topsis"] = &question{inputs: in("")}
	out["promethee"] = &question{parameters: with("pairs", "true"), inputs: in("")}
}

// ofPeople asks of residents by sex and age.
func ofPeople(out map[string]*question) {
	count := func(name, year string) method.Input {
		return method.Input{Name: name, Dataset: peopleOf, Level: "nuts3", Only: map[string][]string{"sex": {"F", "M"}, "age": ages()}, Periods: []string{year}}
	}
	fertility, survival := rates()
	out["cohort"] = &question{parameters: with("steps", "2", "last", "85", "population-column", "latest", "variants", "true", "components", "true"),
		inputs: []method.Input{count("population", "latest"), {Name: "fertility", File: "fertility.csv", Text: fertility}, {Name: "survival", File: "survival.csv", Text: survival}}}
	two := []method.Input{count("earlier", "2014"), count("later", "2019")}
	out["hamilton-perry"] = &question{parameters: with("steps", "2", "last", "85", "earlier-column", "2014", "later-column", "2019"), inputs: two}
	out["residual-migration"] = &question{parameters: with("last", "85", "earlier-column", "2014", "later-column", "2019"), inputs: two}
}

// otherText makes other figures of what was brought.
var otherText = map[string]*strings.Replacer{}

// brings asks of files that somebody brings; the replacements make other figures of them.
func brings(id, why string, parameters map[string]string, other []string, inputs ...string) *question {
	q := &question{parameters: parameters, brought: why}
	for i := 0; i < len(inputs); i += 2 {
		q.inputs = append(q.inputs, method.Input{Name: inputs[i], File: inputs[i] + ".csv", Text: inputs[i+1]})
	}
	otherText[id] = strings.NewReplacer(other...)
	return q
}

func ofJudgements(out map[string]*question) {
	out["ahp"] = brings("ahp", pairsOfJudgements, nil, []string{"rail,3", "rail,5"}, "input",
		"under,a,b,value\nport,depth,rail,3\ndepth,Klaipėda,Ventspils,2\ndepth,Liepāja,Ventspils,1/2\ndepth,Klaipėda,Liepāja,\nrail,Klaipėda,Ventspils,1/9\nrail,Ventspils,Liepāja,1\nrail,Klaipėda,Liepāja,1\n")
	out["coherence"] = brings("coherence", pairsOfJudgements, with("row", "measure", "column", "goal", "score", "score"), []string{"jobs,3", "jobs,1", "sea,-2", "sea,-3"}, "input",
		"measure,goal,score\nharbour,jobs,3\nharbour,clean sea,-2\nharbour,quiet,0\nreeds,jobs,-1\nreeds,clean sea,2\nreeds,quiet,1\n")
	out["cross-impact"] = brings("cross-impact", pairsOfJudgements, with("from", "from", "to", "to", "score", "strength", "absent", "zero"), []string{"jobs,3", "jobs,1"}, "input",
		"from,to,strength\nschools,skills,1\nskills,trade,3\nskills,jobs,3\ntrade,skills,3\njobs,schools,1\n")
	out["equal-shares"] = brings("equal-shares", votesOfPeople, with("voters", "true"), []string{"bench;10", "bench;12"}, "input",
		"META\nkey;value\nbudget;100\nnum_projects;3\nnum_votes;9\nvote_type;approval\nPROJECTS\nproject_id;cost;name\npark;60;Park\nbench;10;Bench\nboat;50;Boat\n"+
			"VOTES\nvoter_id;vote\nv1;park\nv2;park\nv3;park\nv4;park\nv5;park\nv6;park,boat\nv7;park,bench\nv8;park,bench\nv9;bench,boat\n")
	var votes strings.Builder
	votes.WriteString("participant,statement,vote\n")
	for p := range 40 {
		for s := range 8 {
			fmt.Fprintf(&votes, "p%d,s%d,%d\n", p, s, map[bool]int{true: 1, false: -1}[(p%2 == 0) == (s < 4)])
		}
	}
	out["opinion"] = brings("opinion", votesOfPeople, nil, []string{"p0,s0,1", "p0,s0,-1"}, "votes", votes.String())
}

func ofPlaces(out map[string]*question) {
	const homes = "name,x,y,weight,country\nNida,0,0,10,LT\nRucava,4,0,20,LV\nLiepāja,9,0,5,LV\n"
	const schools = "school,x,y,country,supply\nS0,0,0,LT,15\nS6,6,0,LV,10\nS9,9,1,LV,5\n"
	other := []string{"Rucava,4,0,20", "Rucava,3,0,40"}
	of := func(id string, parameters map[string]string) {
		out[id] = brings(id, placesOfPeople, parameters, other, "demand", homes, "sites", schools)
	}
	of("p-median", with("demand-id", "name", "site-id", "school", "open", "2"))
	of("covering", with("demand-id", "name", "site-id", "school", "open", "1", "radius", "3"))
	of("set-covering", with("demand-id", "name", "site-id", "school", "radius", "4"))
	of("floating-catchment", with("demand-id", "name", "site-id", "school", "radius", "5", "group", "country"))
	of("border-access", with("demand-id", "name", "site-id", "school", "group", "country", "radius", "3", "open", "2"))
	out["weights"] = brings("weights", placesOfPeople, with("id", "name", "x", "x", "y", "y", "nearest", "1", "decay", "inverse"), other, "points", homes)
}

func ofTies(out map[string]*question) {
	out["ties"] = brings("ties", tiesOfPeople, with("group", "country", "permutations", "99"), []string{"Liepāja,3", "Liepāja,4", "Klaipėda,Palanga", "Klaipėda,Nīca"}, "links",
		"from,to,weight\nKlaipėda,Kretinga,2\nKlaipėda,Palanga,1\nKretinga,Liepāja,3\nLiepāja,Nīca,1\nKretinga,Nīca,0.5\n",
		"nodes", "id,country\nKretinga,LT\nKlaipėda,LT\nPalanga,LT\nLiepāja,LV\nNīca,LV\n")
	const flows = "origin,destination,value\nLiepāja,Liepāja,90\nLiepāja,Klaipėda,10\nNīca,Nīca,10\nNīca,Liepāja,30\nGrobiņa,Grobiņa,20\nGrobiņa,Liepāja,20\nKlaipėda,Klaipėda,80\n" +
		"Klaipėda,Liepāja,5\nGargždai,Gargždai,5\nGargždai,Klaipėda,25\nPalanga,Palanga,30\nPalanga,Klaipėda,8\nPalanga,Liepāja,6\n"
	other := []string{"Liepāja,90", "Liepāja,70"}
	out["flow-balance"] = brings("flow-balance", flowsOfPeople, nil, other, "flows", flows)
	out["functional-regions"] = brings("functional-regions", flowsOfPeople, with("min-size", "10", "target-size", "100"), other, "flows", flows)
	out["intramax"] = brings("intramax", flowsOfPeople, with("regions", "2"), other, "flows", flows)
	out["gravity"] = brings("gravity", flowsOfPeople, with("across", "border"), []string{"a,c,8", "a,c,10"}, "flows",
		"origin,destination,value,distance,border\na,b,40,10,0\nb,a,35,10,0\na,c,8,30,1\nc,a,9,30,1\na,d,3,45,1\nd,a,4,45,1\nb,c,9,22,1\nc,b,12,22,1\nb,d,5,36,1\nd,b,4,36,1\nc,d,30,14,0\nd,c,33,14,0\n")
}
