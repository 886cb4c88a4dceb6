// SPDX-License-Identifier: EUPL-1.2

package pabulib_test

import (
	"errors"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/analysis/decide"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/method/pabulib"
	"github.com/sumanus/sumanus/internal/testkit"
)

const small = "META\nkey;value\nbudget;100\nvote_type;approval\nnum_projects;2\nnum_votes;3\n" +
	"PROJECTS\nproject_id;cost;name;votes\np1;60;\"Parkas; takas\";2\np2;40;Tiltas;2\n" +
	"VOTES\nvoter_id;vote\nv1;p1\nv2;p1,p2\nv3;p2\n"

func read(t testing.TB, text string, strict bool) (*pabulib.File, error) {
	t.Helper()
	return pabulib.Read(strings.NewReader(text), pabulib.Options{Name: "vote.pb", Strict: strict})
}

func must(t testing.TB, text string) *pabulib.File {
	t.Helper()
	f, err := read(t, text, false)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestRead(t *testing.T) {
	for name, text := range map[string]string{
		"plain": small, "bom": "\ufeff" + small, "crlf": strings.ReplaceAll(small, "\n", "\r\n"), "empty lines": strings.ReplaceAll(small, "\n", "\n\n"),
		"lower case": strings.ReplaceAll(strings.ReplaceAll(small, "META", "meta"), "VOTES", "votes"), "blanks": strings.ReplaceAll(small, ",p2", " , p2 "),
		"padded": strings.ReplaceAll(small, "VOTES\n", "VOTES;;\n"), "choose-1": strings.Replace(small, "approval", "choose-1", 1),
	} {
		for _, strict := range []bool{false, true} {
			f, err := read(t, text, strict)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if f.Projects[0].Name != "Parkas; takas" || f.Budget.Cmp(big.NewRat(100, 1)) != 0 || f.Ballot != pabulib.Approval ||
				!slices.Equal(f.Voters, []string{"v1", "v2", "v3"}) || !slices.Equal(f.Votes[1], []decide.Support{{Project: 0, Points: 1}, {Project: 1, Points: 1}}) {
				t.Errorf("%s: %+v", name, f)
			}
		}
	}
}

// The shared files, as pabulib's own checker keeps them. What "invalid" means there is told by the strict reader.
func TestSharedFiles(t *testing.T) {
	compared := 0
	for name, want := range map[string]struct {
		projects, voters int
		ballot           pabulib.Ballot
		budget           int64
	}{"example_valid.pb": {10, 76, pabulib.Approval, 500000}, "example_invalid.pb": {3, 182, pabulib.Cumulative, 242800}} {
		in, err := os.Open(testkit.Shared(t, "data/pabulib/"+name))
		if err != nil {
			t.Fatal(err)
		}
		f, err := pabulib.Read(in, pabulib.Options{Name: name})
		in.Close()
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Projects) != want.projects || len(f.Voters) != want.voters || f.Ballot != want.ballot || f.Budget.Cmp(big.NewRat(want.budget, 1)) != 0 {
			t.Errorf("%s: %d projects, %d voters, %s, %v", name, len(f.Projects), len(f.Voters), f.Ballot, f.Budget)
		}
		compared += 4
		if len(f.Odd.Miscounts) > 0 {
			t.Errorf("%s: %+v", name, f.Odd.Miscounts)
		}
	}
	t.Logf("compared %d of 8", compared)
}

func TestKindsOfBallots(t *testing.T) {
	scored := strings.NewReplacer("approval", "cumulative", "voter_id;vote", "voter_id;vote;points", "v1;p1", "v1;p1;5", "v2;p1,p2", "v2;p1,p2;2,1.25", "v3;p2", "v3;p2;-1")
	f := must(t, scored.Replace(small))
	want := [][]decide.Support{{{Project: 0, Points: 500}}, {{Project: 0, Points: 200}, {Project: 1, Points: 125}}, nil}
	for v := range want {
		if !slices.Equal(f.Votes[v], want[v]) {
			t.Errorf("cumulative: voter %d %v, want %v", v, f.Votes[v], want[v])
		}
	}
	if f.Odd.NotPositive != 1 {
		t.Errorf("%+v", f.Odd)
	}
	f = must(t, strings.Replace(small, "approval", "ordinal", 1))
	if !slices.Equal(f.Votes[1], []decide.Support{{Project: 0, Points: 2}, {Project: 1, Points: 1}}) || f.Votes[0][0].Points != 2 {
		t.Errorf("ordinal: %v", f.Votes)
	}
	f = must(t, strings.Replace(small, "approval", "ordinal\nmax_length;3", 1))
	if f.Votes[1][0].Points != 3 || f.Votes[1][1].Points != 2 {
		t.Errorf("ordinal of three: %v", f.Votes)
	}
	f = must(t, strings.Replace(small, "v3;p2", "v3;", 1))
	if len(f.Voters) != 3 || f.Votes[2] != nil || f.Odd.EmptyBallots != 1 {
		t.Errorf("an empty ballot is a voter: %+v", f)
	}
}

// TestOddFiles: what is read on with a note, and is a fault to the strict.
func TestOddFiles(t *testing.T) {
	for name, c := range map[string]struct {
		from, to string
		odd      func(o pabulib.Odd) bool
		key      string
		line     int
		column   string
	}{
		"comma":        {"budget;100", "budget;100,50", func(o pabulib.Odd) bool { return o.Commas == 1 }, "method.not-number", 3, "budget"},
		"comma cost":   {"p2;40", "p2;40,25", func(o pabulib.Odd) bool { return o.Commas == 1 }, "method.not-number", 10, "cost"},
		"votes":        {"num_votes;3", "num_votes;30", func(o pabulib.Odd) bool { return o.Miscounts[0].Told == 30 && o.Miscounts[0].Found == 3 }, "method.pb-count", 6, "num_votes"},
		"projects":     {"num_projects;2", "num_projects;1", func(o pabulib.Odd) bool { return len(o.Miscounts) == 1 }, "method.pb-count", 5, "num_projects"},
		"support":      {"Tiltas;2", "Tiltas;5", func(o pabulib.Odd) bool { return o.Miscounts[0].Project == "p2" }, "method.pb-count", 10, "votes"},
		"voter twice":  {"v3;p2", "v1;p2", func(o pabulib.Odd) bool { return slices.Equal(o.VotersTwice, []string{"v1"}) }, "method.pb-voter-twice", 15, "voter_id"},
		"choice twice": {"v3;p2", "v3;p2,p2", func(o pabulib.Odd) bool { return o.ChoicesTwice == 1 }, "method.pb-choice-twice", 15, "vote"},
		"no ballot":    {"vote_type;approval\n", "", func(o pabulib.Odd) bool { return o.NoBallot }, "method.pb-no-meta", 6, ""},
		"long row":     {"v3;p2", "v3;p2;x", func(o pabulib.Odd) bool { return o.UnknownFields == 1 }, "method.ragged", 15, ""},
		"bare quote":   {"Tiltas", `"Tiltas" per upę`, func(o pabulib.Odd) bool { return len(o.Miscounts) == 0 }, "method.bad-quote", 10, ""},
	} {
		text := strings.Replace(small, c.from, c.to, 1)
		if f, err := read(t, text, false); err != nil || !c.odd(f.Odd) {
			t.Errorf("%s: %v %+v", name, err, f)
		}
		_, err := read(t, text, true)
		wantFault(t, name, err, c.key, c.line, c.column)
	}
}

func wantFault(t *testing.T, name string, err error, key string, line int, column string) {
	t.Helper()
	var f *fault.Fault
	if !errors.As(err, &f) || f.Key != key || f.Place.File != "vote.pb" || f.Place.Line != line || f.Place.Column != column {
		t.Errorf("%s: %v, want %s at line %d, column %q", name, err, key, line, column)
		return
	}
	for _, l := range i18n.Known() {
		if !i18n.For(l).Has(key) {
			t.Errorf("%s lacks %s", l, key)
		}
	}
}

func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		from, to, key string
		line          int
		column        string
	}{
		"empty":           {small, "", "method.pb-no-section", 0, ""},
		"outside":         {"META\n", "", "method.pb-outside", 1, ""},
		"no projects":     {"PROJECTS\nproject_id;cost;name;votes\np1;60;\"Parkas; takas\";2\np2;40;Tiltas;2\n", "", "method.pb-no-section", 7, ""},
		"no votes":        {"VOTES\nvoter_id;vote\nv1;p1\nv2;p1,p2\nv3;p2\n", "", "method.pb-no-section", 0, ""},
		"votes not begun": {"voter_id;vote\nv1;p1\nv2;p1,p2\nv3;p2\n", "", "method.pb-no-header", 0, ""},
		"meta not begun":  {"key;value\nbudget;100\nvote_type;approval\nnum_projects;2\nnum_votes;3\n", "", "method.pb-no-header", 2, ""},
		"no voters":       {"v1;p1\nv2;p1,p2\nv3;p2\n", "", "method.pb-no-voters", 0, ""},
		"section twice":   {"v1;p1\n", "META\n", "method.pb-section-twice", 13, ""},
		"no budget":       {"budget;100\n", "", "method.pb-no-meta", 6, ""},
		"budget 0":        {"budget;100", "budget;0", "method.pb-no-money", 3, "budget"},
		"budget empty":    {"budget;100", "budget;", "method.empty-cell", 3, "budget"},
		"meta twice":      {"num_votes;3", "budget;3", "method.duplicate-key", 6, "key"},
		"ballot":          {"approval", "lottery", "method.pb-ballot", 4, "vote_type"},
		"no cost":         {"id;cost", "id;price", "method.unknown-column", 8, "cost"},
		"column twice":    {"cost;name", "cost;cost", "method.column-twice", 8, "cost"},
		"cost text":       {"p1;60", "p1;much", "method.not-number", 9, "cost"},
		"cost exponent":   {"p1;60", "p1;1e9", "method.not-number", 9, "cost"},
		"cost endless":    {"p1;60", "p1;" + strings.Repeat("9", 40), "method.not-number", 9, "cost"},
		"cost below":      {"p1;60", "p1;-60", "method.below-zero", 9, "cost"},
		"cost empty":      {"p1;60", "p1;", "method.empty-cell", 9, "cost"},
		"cost fraction":   {"p1;60", "p1;1/3", "method.not-number", 9, "cost"},
		"project no id":   {"p1;60", ";60", "method.no-id", 9, "project_id"},
		"project twice":   {"p2;40", "p1;40", "method.duplicate-key", 10, "project_id"},
		"voter no id":     {"v1;p1", ";p1", "method.no-id", 13, "voter_id"},
		"unknown":         {"p1,p2", "p1,p7", "method.pb-unknown-project", 14, "vote"},
		"hole":            {"p1,p2", "p1,,p2", "method.pb-unknown-project", 14, "vote"},
		"points column":   {"approval", "scoring", "method.unknown-column", 12, "points"},
		"not utf-8":       {"Tiltas", "Tilt\xff", "method.bad-encoding", 10, ""},
	} {
		_, err := read(t, strings.Replace(small, c.from, c.to, 1), false)
		wantFault(t, name, err, c.key, c.line, c.column)
	}
	scored := strings.NewReplacer("approval", "scoring", "voter_id;vote", "voter_id;vote;points", "v1;p1", "v1;p1;5", "v2;p1,p2", "v2;p1,p2;2,1", "v3;p2", "v3;p2;1")
	for name, c := range map[string]struct {
		from, to, key string
		line          int
	}{
		"too few":  {"2,1", "2", "method.pb-points", 14},
		"none":     {";5", ";", "method.pb-points", 13},
		"text":     {"2,1", "2,x", "method.not-number", 14},
		"hole":     {"2,1", "2,", "method.empty-cell", 14},
		"too many": {";5", ";99999999999", "method.pb-too-many-points", 0},
		"too fine": {";5", ";0.00000000001", "method.not-number", 13},
	} {
		_, err := read(t, strings.Replace(scored.Replace(small), c.from, c.to, 1), false)
		wantFault(t, name, err, c.key, c.line, "points")
	}
}

// FuzzRead: no input makes it panic; what it reads can be counted, and reading strictly never gives something else.
func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add(strings.Replace(small, "approval", "ordinal", 1))
	f.Add("META\nkey;value\nbudget;1,5\nvote_type;scoring\nPROJECTS\nproject_id;cost\na;0\nVOTES\nvoter_id;vote;points\n1;a;0.5\n")
	f.Add("META;\n\"key\";value\nPROJECTS\n")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := pabulib.Read(strings.NewReader(text), pabulib.Options{Name: "f"})
		strict, strictErr := pabulib.Read(strings.NewReader(text), pabulib.Options{Name: "f", Strict: true})
		if err != nil {
			var known *fault.Fault
			if !errors.As(err, &known) {
				t.Fatalf("%v is no fault", err)
			}
			return
		}
		if len(file.Votes) != len(file.Voters) || len(file.Voters) == 0 {
			t.Fatalf("%d ballots of %d voters", len(file.Votes), len(file.Voters))
		}
		if strictErr == nil && (len(strict.Voters) != len(file.Voters) || strict.Budget.Cmp(file.Budget) != 0) {
			t.Fatalf("strictly %+v, else %+v", strict, file)
		}
		out, err := decide.EqualShares(file.Election(), decide.ShareOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if out.Cost.Cmp(file.Budget) > 0 {
			t.Fatalf("spent %v of %v", out.Cost, file.Budget)
		}
	})
}
