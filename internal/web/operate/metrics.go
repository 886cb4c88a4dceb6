// SPDX-License-Identifier: EUPL-1.2

package operate

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/sumanus/sumanus/internal/db"
	"github.com/sumanus/sumanus/internal/jobs"
)

// Metrics counts what a monitoring program wants to know. Its labels are patterns of our own addresses, never what somebody typed.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	running  prometheus.Gauge
	now      func() time.Time
}

// NewMetrics begins to count. version is the program's.
func NewMetrics(d db.DB, now func() time.Time, version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(), now: now,
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "sumanus_http_requests_total", Help: "Requests answered."}, []string{"method", "area", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "sumanus_http_request_seconds", Help: "Time until a request was answered.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60}}, []string{"method", "area"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{Name: "sumanus_http_requests_running", Help: "Requests being answered."}),
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{Name: "sumanus_info", Help: "The running program.", ConstLabels: prometheus.Labels{"version": version, "database": d.Dialect().String()}})
	info.Set(1)
	m.registry.MustRegister(m.requests, m.duration, m.running, info, &house{db: d, now: now},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Wrap makes a handler be counted.
func (m *Metrics) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := m.now()
		m.running.Inc()
		c := &counter{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			m.running.Dec()
			where := area(r.URL.Path)
			m.requests.WithLabelValues(method(r.Method), where, strconv.Itoa(c.status)).Inc()
			m.duration.WithLabelValues(method(r.Method), where).Observe(m.now().Sub(begin).Seconds())
		}()
		next.ServeHTTP(c, r)
	})
}

// areas are the parts of the site by which requests are counted; what is not among them is "other", so that nobody can make the
// numbers grow without end by asking for nonsense.
var areas = map[string]bool{"overview": true, "territory": true, "evidence": true, "strategy": true, "actionplan": true, "programme": true, "dialogue": true,
	"network": true, "guide": true, "project": true, "news": true, "search": true, "sign-in": true, "account": true, "administration": true}

func area(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	switch parts[0] {
	case "":
		return "home"
	case "api", "assets", "published", "livez", "readyz", "metrics":
		return parts[0]
	case "lt", "lv", "en":
		switch {
		case len(parts) == 1:
			return "home"
		case areas[parts[1]]:
			return parts[1]
		}
	}
	return "other"
}

// Handler shows the numbers to this machine, and to whoever has the token; an empty token opens to nobody else. A request that a
// proxy of this machine passes on comes from elsewhere and says so.
func (m *Metrics) Handler(token string) http.Handler {
	show := promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if !fromHere(r) && !hasToken(r, token) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="metrics"`)
			http.Error(w, http.StatusText(http.StatusUnauthorized), http.StatusUnauthorized)
			return
		}
		show.ServeHTTP(w, r)
	})
}

// passedOn are the headers by which a proxy tells that it asks for somebody else.
var passedOn = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-Ip", "Via"}

func fromHere(r *http.Request) bool {
	for _, h := range passedOn {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func hasToken(r *http.Request, token string) bool {
	given, is := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !is || token == "" {
		return false
	}
	a, b := sha256.Sum256([]byte(given)), sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// house tells what stands in the database, asked when the numbers are fetched.
type house struct {
	db  db.DB
	now func() time.Time
}

var (
	jobsDesc    = prometheus.NewDesc("sumanus_jobs", "Jobs by state.", []string{"state"}, nil)
	entriesDesc = prometheus.NewDesc("sumanus_journal_entries", "Entries of the journal.", nil, nil)
	recordsDesc = prometheus.NewDesc("sumanus_records", "Records that are not deleted, by kind.", []string{"kind"}, nil)
	backupDesc  = prometheus.NewDesc("sumanus_backup_last_good_timestamp_seconds", "When the last backup was taken that was opened and found whole.", nil, nil)
	failedDesc  = prometheus.NewDesc("sumanus_backup_failing", "1 when the newest attempt at a backup failed.", nil, nil)
	upDesc      = prometheus.NewDesc("sumanus_database_up", "1 when the database answers.", nil, nil)
)

// Describe implements prometheus.Collector.
func (h *house) Describe(to chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{jobsDesc, entriesDesc, recordsDesc, backupDesc, failedDesc, upDesc} {
		to <- d
	}
}

// Collect implements prometheus.Collector.
func (h *house) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	var counts map[jobs.State]int
	var entries int64
	var kinds map[string]int64
	var last Backups
	err := h.db.Read(ctx, func(tx db.Tx) (err error) {
		if counts, err = jobs.Counts(ctx, tx); err != nil {
			return err
		}
		if kinds, entries, err = contents(ctx, tx); err != nil {
			return err
		}
		last, err = Last(ctx, tx)
		return err
	})
	if err != nil {
		gauge(upDesc, 0)
		return
	}
	gauge(upDesc, 1)
	for state, n := range counts {
		gauge(jobsDesc, float64(n), string(state))
	}
	for kind, n := range kinds {
		gauge(recordsDesc, float64(n), kind)
	}
	gauge(entriesDesc, float64(entries))
	if last.Good != nil {
		gauge(backupDesc, float64(last.Good.At.Unix()))
	}
	failing := 0.0
	if last.Failing() {
		failing = 1
	}
	gauge(failedDesc, failing)
}
