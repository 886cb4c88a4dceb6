// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sumanus/sumanus/examples"
	"github.com/sumanus/sumanus/internal/dataset"
	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/identity"
	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/record/folder"
	"github.com/sumanus/sumanus/internal/strategy"
	"github.com/sumanus/sumanus/internal/web"
	"github.com/sumanus/sumanus/internal/web/site"
)

// pages are those that are read most, with the goal that readers notice.
var pages = []string{"/en/", "/en/territory/region/kurzeme", "/en/actionplan"}

const (
	readers    = 50
	visits     = 1500
	rounds     = 3
	aTime      = 5.0 // how many times slower than a file a page may be
	statements = 12
)

// exampleHouse is the example with its site, and what its database was asked.
type exampleHouse struct {
	store   *record.Store
	options web.Options
	count   *db.Count
}

func openExample(ctx context.Context, dir string) (*exampleHouse, func(), error) {
	d, err := db.Open(ctx, db.Config{Dir: dir})
	if err != nil {
		return nil, nil, err
	}
	done := func() { _ = d.Close() }
	kinds, err := record.NewRegistry(slices.Concat(identity.Kinds(), dataset.Kinds(), method.Kinds(), evidence.Kinds(), strategy.Kinds(), publication.Kinds())...)
	if err != nil {
		return nil, done, err
	}
	policy, err := identity.NewPolicy()
	if err != nil {
		return nil, done, err
	}
	h := &exampleHouse{count: &db.Count{}}
	h.store = record.New(db.Counted(d, h.count), kinds, policy, record.Env{Now: time.Now, Random: rand.Reader})
	identity.Watch(h.store)
	fsys, err := examples.KurzemeKlaipeda()
	if err != nil {
		return nil, done, err
	}
	tree, err := folder.Read(fsys, kinds, func(kind string) bool { return kind == "dataset" })
	if err != nil {
		return nil, done, err
	}
	who := identity.AtTheMachine()
	if _, err := folder.Apply(ctx, h.store, who, tree, folder.Attachments{dataset.Attachment()}, folder.Options{}); err != nil {
		return nil, done, err
	}
	if err := evidence.MakeReadings(ctx, h.store, who, nil); err != nil {
		return nil, done, err
	}
	if err := h.analyse(ctx, who); err != nil {
		return nil, done, err
	}
	if _, err := evidence.EvaluateAll(ctx, h.store, who); err != nil {
		return nil, done, err
	}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	accounts := identity.NewAccounts(h.store, identity.AccountEnv{Now: time.Now, Random: rand.Reader, Origin: "http://127.0.0.1", Log: log})
	h.options = web.Options{Store: h.store, Policy: policy, Accounts: accounts, Visit: site.ByAccounts(accounts, false), Now: time.Now, Random: rand.Reader, Log: log}
	return h, done, nil
}

// analyse runs the analyses of the example: a finding rests on one.
func (h *exampleHouse) analyse(ctx context.Context, who record.Actor) error {
	var all []record.Record
	if err := h.store.Read(ctx, who, func(tx *record.ReadTx) (err error) {
		all, err = tx.All(ctx, "analysis")
		return err
	}); err != nil {
		return err
	}
	for _, a := range all {
		if _, err := method.Perform(ctx, h.store, who, a.Ref); err != nil {
			return err
		}
	}
	return nil
}

// withExample measures on an example of its own; dir is a folder that is taken away afterwards.
func withExample(ctx context.Context, measure func(h *exampleHouse, dir string) (outcome, error)) (outcome, error) {
	dir, err := os.MkdirTemp("", "sumanus-bench-*")
	if err != nil {
		return missed, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	h, done, err := openExample(ctx, filepath.Join(dir, "data"))
	if done != nil {
		defer done()
	}
	if err != nil {
		return missed, err
	}
	return measure(h, dir)
}

// handler is the site with other options.
func (h *exampleHouse) handler(anew, forget bool) http.Handler {
	o := h.options
	o.MakeAnew, o.Forget = anew, forget
	return web.New(o)
}

// planner signs somebody in who works on the plan, and gives the cookie of the browser.
func (h *exampleHouse) planner(ctx context.Context) (string, error) {
	who := identity.AtTheMachine()
	var person identity.Person
	if err := h.store.Write(ctx, who, func(tx *record.Tx) (err error) {
		if person, err = identity.AddPerson(ctx, tx, rand.Reader, "Rasa", "rasa@sumanus.example"); err != nil {
			return err
		}
		return identity.SetMember(ctx, tx, person.ID, identity.Member{Organisation: "organisation/kurzeme-planning-region", Role: identity.Planner}, true)
	}); err != nil {
		return "", err
	}
	token, err := h.options.Accounts.SignInLink(ctx, who, person.ID)
	if err != nil {
		return "", err
	}
	session, err := h.options.Accounts.AcceptSignInLink(ctx, token, identity.Visit{})
	return "sumanus_session=" + session.Token, err
}

// reading is a way to read a page that is measured.
type reading struct {
	name   string
	site   http.Handler
	cookie string
	visits int
	goal   bool // the goal is asked of it
	ratios []float64
}

// readings are the ways to read: what readers and planners are served, and what it costs without the one and without both kinds of memory.
func (h *exampleHouse) readings(ctx context.Context) ([]*reading, error) {
	cookie, err := h.planner(ctx)
	return []*reading{
		{name: "signed out, as served: whole pages kept until a write", site: h.handler(false, false), visits: visits, goal: true},
		{name: "a signed-in planner, as served: written anew for each visit, no page or part of its markup kept; records, the session and what the page tells kept as data, and drawn charts, all by version", site: h.handler(false, false), cookie: cookie, visits: visits, goal: true},
		{name: "signed out, no page kept: written anew for each visit, from the same memory", site: h.handler(true, false), visits: visits},
		{name: "signed out, nothing kept at all: made for each visit from the database alone", site: h.handler(true, true), visits: visits / 10},
	}, err
}

// pagesAgainstFiles reads the most read pages as fifty readers at once do, beside the same bytes as files.
func pagesAgainstFiles(ctx context.Context, w io.Writer) (outcome, error) {
	return withExample(ctx, func(h *exampleHouse, dir string) (outcome, error) {
		files := filepath.Join(dir, "files")
		if err := os.Mkdir(files, 0o700); err != nil {
			return missed, err
		}
		ways, err := h.readings(ctx)
		if err != nil {
			return missed, err
		}
		static := httptest.NewServer(http.FileServer(http.Dir(files)))
		defer static.Close()
		fmt.Fprintf(w, "   %d readers at once, the middle of %d rounds; p99 of a page divided by p99 of the same bytes as a file\n", readers, rounds)
		good := true
		for i, path := range pages {
			for j, way := range ways {
				name := fmt.Sprintf("%d-%d.html", i, j)
				size, err := way.measure(path, filepath.Join(files, name), static.URL+"/"+name)
				if err != nil {
					return missed, err
				}
				if j == 0 {
					fmt.Fprintf(w, "   %s, %d bytes\n", path, size)
				}
				r, told := middle(way.ratios), "reported only"
				if way.goal {
					good, told = good && r <= aTime, fmt.Sprintf("goal ≤ %.0f", aTime)
				}
				fmt.Fprintf(w, "   %7.1f  %s (%s)\n", r, way.name, told)
			}
		}
		return toldBy(good), nil
	})
}

// measure compares a page with its bytes as a file.
func (g *reading) measure(path, file, address string) (size int, err error) {
	server := httptest.NewServer(g.site)
	defer server.Close()
	body, err := fetch(server.URL+path, g.cookie)
	if err != nil {
		return 0, err
	}
	if err := os.WriteFile(file, body, 0o600); err != nil {
		return 0, err
	}
	g.ratios = nil
	for range rounds {
		plain, err := crowd(address, "", len(body), visits)
		if err != nil {
			return 0, err
		}
		page, err := crowd(server.URL+path, g.cookie, len(body), g.visits)
		if err != nil {
			return 0, err
		}
		g.ratios = append(g.ratios, float64(page)/float64(plain))
	}
	return len(body), nil
}

// statementsPerPage counts what pages ask of the database with the example's actions, and with a thousand: with nothing in memory, and
// with what stays in memory, on the first visit after a write.
func statementsPerPage(ctx context.Context, w io.Writer) (outcome, error) {
	return withExample(ctx, func(h *exampleHouse, _ string) (outcome, error) {
		plain, kept := httptest.NewServer(h.handler(true, true)), httptest.NewServer(h.handler(true, false))
		defer plain.Close()
		defer kept.Close()
		var counts [2][2][]int64 // of the house, small and large; without memory and with it
		for size := range counts {
			var err error
			if counts[size][0], err = h.ask(ctx, plain.URL, false); err == nil {
				counts[size][1], err = h.ask(ctx, kept.URL, true)
			}
			if err == nil && size == 0 {
				err = h.grow(ctx, 1000)
			}
			if err != nil {
				return missed, err
			}
		}
		good := true
		for i, path := range asked {
			few, many, fewKept, manyKept := counts[0][0][i], counts[1][0][i], counts[0][1][i], counts[1][1][i]
			fmt.Fprintf(w, "   %-54s %2d statements with the example's actions, %2d with 1,000 more (goal ≤ %d, and no more); from memory after a write %2d, %2d\n",
				path, few, many, statements, fewKept, manyKept)
			good = good && few <= statements && many <= few && fewKept <= statements && manyKept <= fewKept
		}
		return toldBy(good), nil
	})
}

// asked are the pages whose statements are counted.
var asked = []string{"/en/", "/en/territory", "/en/territory/region/kurzeme", "/en/evidence", "/en/evidence/finding/gdp-gap-2010", "/en/evidence/finding/specialisation-of-kurzeme", "/en/evidence/analyses", "/en/evidence/analysis/structure-of-employment", "/en/evidence/dataset/gdp", "/en/strategy", "/en/strategy/plan/klaipeda-2030",
	"/en/strategy/check", "/en/actionplan", "/en/actionplan?view=board", "/en/actionplan?view=timeline", "/en/actionplan/action/align-bus-timetables", "/en/guide", "/en/guide/chapter/what-the-numbers-say", "/en/search?q=bus"}

// ask opens each page once to warm it, and once to count; with a write between when asked.
func (h *exampleHouse) ask(ctx context.Context, base string, write bool) ([]int64, error) {
	var out []int64
	for i, path := range asked {
		if _, err := fetch(base+path, ""); err != nil {
			return nil, err
		}
		if write {
			if err := h.save(ctx, i+1); err != nil {
				return nil, err
			}
		}
		before := h.count.Statements.Load()
		if _, err := fetch(base+path, ""); err != nil {
			return nil, err
		}
		out = append(out, h.count.Statements.Load()-before)
	}
	return out, nil
}

// grow adds copies of an action.
func (h *exampleHouse) grow(ctx context.Context, n int) error {
	return h.store.Write(ctx, identity.AtTheMachine(), func(tx *record.Tx) error {
		rec, err := tx.Get(ctx, "action/align-bus-timetables")
		if err != nil {
			return err
		}
		for i := range n {
			d := rec.Draft()
			d.Ref = record.NewRef("action", fmt.Sprintf("more-%d", i))
			if _, err := tx.Create(ctx, d); err != nil {
				return err
			}
		}
		return nil
	})
}

// saveAgainstTransaction saves an action, and writes as many bytes by one insert in a transaction of its own.
func saveAgainstTransaction(ctx context.Context, w io.Writer) (outcome, error) {
	return withExample(ctx, func(h *exampleHouse, _ string) (outcome, error) {
		const most, saves = 3.0, 200
		d := h.store.DB()
		if err := d.Write(ctx, func(tx db.Tx) error {
			_, err := tx.Exec(ctx, "CREATE TABLE bare (id BIGINT PRIMARY KEY, body TEXT NOT NULL)")
			return err
		}); err != nil {
			return missed, err
		}
		var saved, bare []float64
		var bytes, sent int64
		for i := range saves {
			bytes, sent = h.count.Bytes.Load(), h.count.Statements.Load()
			start := time.Now()
			if err := h.save(ctx, i); err != nil {
				return missed, err
			}
			saved = append(saved, time.Since(start).Seconds())
			bytes, sent = h.count.Bytes.Load()-bytes, h.count.Statements.Load()-sent
			body := strings.Repeat("x", int(bytes))
			start = time.Now()
			if err := d.Write(ctx, func(tx db.Tx) error {
				_, err := tx.Exec(ctx, "INSERT INTO bare (id, body) VALUES ($1, $2)", i, body)
				return err
			}); err != nil {
				return missed, err
			}
			bare = append(bare, time.Since(start).Seconds())
		}
		r := middle(saved) / middle(bare)
		fmt.Fprintf(w, "   %d saves of an action (%d statements, %d bytes) against one insert of as many bytes, each safe on disk: %.1f times (goal ≤ %.0f)\n", saves, sent, bytes, r, most)
		return toldBy(r <= most), nil
	})
}

// save changes an action as its form does.
func (h *exampleHouse) save(ctx context.Context, i int) error {
	return h.store.Write(ctx, identity.AtTheMachine(), func(tx *record.Tx) error {
		rec, err := tx.Get(ctx, "action/align-bus-timetables")
		if err != nil {
			return err
		}
		d := rec.Draft()
		a, ok := d.Body.(*strategy.Action)
		if !ok {
			return fmt.Errorf("%s is a %T", rec.Ref, d.Body)
		}
		a.Summary = record.NewText("en", map[string]string{"en": fmt.Sprintf("Timetables meet at the border, for the %d. time.", i)})
		_, err = tx.Change(ctx, rec.Revision, d)
		return err
	})
}

// crowd lets the readers fetch a page together and gives the time that 99 of 100 visits stay below.
func crowd(url, cookie string, size, visits int) (time.Duration, error) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: readers}}
	defer client.CloseIdleConnections()
	var mu sync.Mutex
	var times []time.Duration
	var failed error
	var wg sync.WaitGroup
	for reader := range readers {
		wg.Go(func() {
			for i := reader; i < visits; i += readers {
				start := time.Now()
				n, err := discard(client, url, cookie)
				took := time.Since(start)
				if err == nil && n != size {
					err = fmt.Errorf("%s gave %d bytes, not %d", url, n, size)
				}
				mu.Lock()
				times = append(times, took)
				if err != nil {
					failed = err
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.Sort(times)
	return times[len(times)*99/100], failed
}

// request asks for a page, with the cookie of a browser that keeps one.
func request(url, cookie string) (*http.Request, error) {
	r, err := http.NewRequest(http.MethodGet, url, nil) //nolint:noctx // the client ends with the measurement
	if err == nil && cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	return r, err
}

func discard(client *http.Client, url, cookie string) (int, error) {
	req, err := request(url, cookie)
	if err != nil {
		return 0, err
	}
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer func() { _ = res.Body.Close() }()
	n, err := io.Copy(io.Discard, res.Body)
	return int(n), err
}

func fetch(url, cookie string) ([]byte, error) {
	req, err := request(url, cookie)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, res.Status)
	}
	return io.ReadAll(res.Body)
}

// middle is the median.
func middle(x []float64) float64 {
	s := slices.Sorted(slices.Values(x))
	return s[len(s)/2]
}

func toldBy(good bool) outcome {
	if good {
		return met
	}
	return missed
}
