// SPDX-License-Identifier: EUPL-1.2

package evidence_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/webtest"
)

// question is how a method is asked here.
type question struct {
	parameters map[string]string
	inputs     []method.Input
	// brought says why no vintage can arrive: then other figures come with another question.
	brought string
}

// dataset is the first that is read.
func (q *question) dataset() record.Ref {
	a := method.Analysis{Inputs: q.inputs}
	for _, ref := range a.Datasets() {
		return ref
	}
	return ""
}

const (
	jobsOf   = record.Ref("dataset/every-jobs")
	peopleOf = record.Ref("dataset/every-people")

	firstVintage, secondVintage = "2024-03-01", "2025-03-01"
)

// Why a method reads no dataset of the partnership, and therefore gets no vintage.
const (
	pairsOfJudgements = "judgements are made by people, pair by pair; no office publishes them"
	votesOfPeople     = "votes are cast by people and brought with the question"
	placesOfPeople    = "places with their coordinates are brought with the question"
	tiesOfPeople      = "ties between organisations are gathered by people"
	flowsOfPeople     = "flows between places have two dimensions of places, which a dataset of the partnership has not"
)

// counties of Latvia and Lithuania in NUTS 2021, those of the partnership among them.
var counties = []string{"LV003", "LV005", "LV006", "LV007", "LV008", "LV009", "LT011", "LT021", "LT022", "LT023", "LT024", "LT025", "LT026", "LT027", "LT028", "LT029"}

// jobsTable has jobs by branch, and a branch whose figures are one of two kinds. More makes it another vintage.
func jobsTable(more int) string {
	var b strings.Builder
	b.WriteString("branch,geo,TIME_PERIOD,OBS_VALUE\n")
	for y := range 13 {
		for i, geo := range counties {
			for k := range 24 {
				fmt.Fprintf(&b, "B%02d,%s,%d,%d\n", k, geo, 2008+y, (i*i*7+k*k*5+i*k*3)%41+2+(y*(k+3*i)+y*y*(i%3))%17+more*((i*k)%5))
			}
			fmt.Fprintf(&b, "KIND,%s,%d,%d\n", geo, 2008+y, 1+(i/3+more*i)%2)
		}
	}
	return b.String()
}

// peopleTable has residents by sex and age at two counts.
func peopleTable(more int) string {
	var b strings.Builder
	b.WriteString("sex,age,geo,TIME_PERIOD,OBS_VALUE\n")
	for _, year := range []int{2014, 2019} {
		for i, geo := range []string{"LV003", "LT023"} {
			for s, sex := range []string{"F", "M"} {
				for k, age := range ages() {
					fmt.Fprintf(&b, "%s,%s,%s,%d,%d\n", sex, age, geo, year, 9000-400*k-70*s+300*i-(year-2014)*(20+k+more*(k+1)))
				}
			}
		}
	}
	return b.String()
}

func ages() []string {
	out := []string{"Y_LT5"}
	for from := 5; from < 85; from += 5 {
		out = append(out, fmt.Sprintf("Y%d-%d", from, from+4))
	}
	return append(out, "Y_GE85")
}

func rates() (fertility, survival string) {
	fertility, survival = "age,rate\n", "sex,age,ratio\n"
	for from := 15; from < 50; from += 5 {
		fertility += fmt.Sprintf("Y%d-%d,0.05\n", from, from+4)
	}
	for _, sex := range []string{"F", "M"} {
		survival += sex + ",birth,0.99\n"
		for _, age := range ages() {
			ratio := "0.98"
			if age == "Y_GE85" {
				ratio = "0.5"
			}
			survival += sex + "," + age + "," + ratio + "\n"
		}
	}
	return fertility, survival
}

func en(s string) record.Text { return record.NewText("en", map[string]string{"en": s}) }

// askAll makes the datasets and asks every method of the registry. A method that is not in the table fails the test.
func askAll(t *testing.T, h *webtest.House) map[string]*question {
	t.Helper()
	asked := questions()
	dims := func(ids ...string) (out []dataset.Dimension) {
		for _, id := range ids {
			out = append(out, dataset.Dimension{ID: id, Role: "other"})
		}
		return append(out, dataset.Dimension{ID: "geo", Role: "geo"}, dataset.Dimension{ID: "time", Role: "time"})
	}
	put := func(tx *record.Tx, ref record.Ref, body record.Body) error {
		_, err := tx.Create(t.Context(), record.Draft{Ref: ref, Owner: webtest.Kurzeme, Visibility: record.Public, Body: body})
		return err
	}
	h.Write(func(tx *record.Tx) error {
		about := dataset.Dataset{Publisher: "Eurostat", Licence: "CC BY 4.0", Attribution: "Source: Eurostat", Scheme: "NUTS"}
		jobs, people := about, about
		jobs.Title, jobs.Dimensions = en("Jobs by branch"), dims("branch")
		people.Title, people.Dimensions = en("Residents"), dims("sex", "age")
		if err := put(tx, jobsOf, &jobs); err != nil {
			return err
		}
		return put(tx, peopleOf, &people)
	})
	figures(t, h, firstVintage, 0)
	h.Write(func(tx *record.Tx) error {
		for _, m := range method.All() {
			q := asked[m.ID]
			if q == nil {
				t.Fatalf("%s is not in the table of questions", m.ID)
			}
			if m.OverCubes() == (q.brought != "") {
				t.Errorf("%s: the page asks for datasets: %v; the reason not to: %q", m.ID, m.OverCubes(), q.brought)
			}
			if err := put(tx, refOf(m.ID), &method.Analysis{Title: en("Every " + m.ID), Method: m.ID, Parameters: q.parameters, Inputs: q.inputs}); err != nil {
				return err
			}
		}
		return nil
	})
	h.Settle()
	return asked
}

// figures imports a vintage of both datasets.
func figures(t *testing.T, h *webtest.House, published string, more int) {
	t.Helper()
	for ref, table := range map[record.Ref]string{jobsOf: jobsTable(more), peopleOf: peopleTable(more)} {
		if _, err := dataset.Import(t.Context(), h.Store, identity.AtTheMachine(), ref, "made.csv", strings.NewReader(table), dataset.Options{Published: published, Territory: "2021"}); err != nil {
			t.Fatal(err)
		}
	}
}

// otherFigures brings a new vintage, and for what was brought with a question another file.
func otherFigures(t *testing.T, h *webtest.House, asked map[string]*question) {
	t.Helper()
	figures(t, h, secondVintage, 1)
	for id, q := range asked {
		if q.brought == "" {
			continue
		}
		h.Change(refOf(id), func(d *record.Draft) {
			body := *d.Body.(*method.Analysis)
			body.Inputs = append([]method.Input(nil), body.Inputs...)
			for i := range body.Inputs {
				body.Inputs[i].Text = otherText[id].Replace(body.Inputs[i].Text)
			}
			d.Body = &body
		})
	}
}

// sameNumber compares what a finding read with a cell.
func sameNumber(read verdict.Read, cell string) bool {
	x, ok := new(big.Rat).SetString(cell)
	return ok && read.Number.Known() && read.Number.Rat().Cmp(x) == 0
}
