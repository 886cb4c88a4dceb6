// SPDX-License-Identifier: EUPL-1.2

package plan

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
)

// Moment is a moment of the past by the name a person gave it: the name of a baseline, or a day.
type Moment struct {
	Asked string // as it stands in the address
	Name  string // of a baseline; empty for a day
	At    time.Time
}

// MomentOf finds the moment that an address asks for: the name of a baseline, or a day, which means its end.
func MomentOf(asked string, baselines []record.Baseline) (Moment, error) {
	if i := slices.IndexFunc(baselines, func(b record.Baseline) bool { return b.Name == asked }); i >= 0 {
		return Moment{asked, asked, baselines[i].At}, nil
	}
	day, err := time.Parse(time.DateOnly, asked)
	if err != nil {
		return Moment{}, fault.New(fault.Invalid, "plan.bad-moment", fault.A{"found": asked})
	}
	return Moment{asked, "", day.AddDate(0, 0, 1).Add(-time.Millisecond)}, nil
}

// readMoment takes the reading back to the moment that the address asks for.
func (v *View) readMoment() error {
	asked := v.R.URL.Query().Get("at")
	if asked == "" {
		return nil
	}
	baselines, err := v.R.Tx.Baselines(v.R.Context())
	if err != nil {
		return err
	}
	m, err := MomentOf(asked, baselines)
	if err != nil {
		return err
	}
	if !m.At.Before(v.R.Site.Now()) {
		return nil // today and the future are now
	}
	v.At, v.Today = &m, m.At.UTC().Format(time.DateOnly)
	v.R.Tx = v.R.Tx.AsOf(m.At)
	return nil
}

// travels are the kinds whose pages show the past.
var travels = []string{"plan", "priority", "measure", "target", "action"}

// To is the address of a record's page; it keeps the moment that is shown.
func (v *View) To(ref record.Ref) string {
	to := v.R.To(ref)
	if v.At == nil || !slices.Contains(travels, ref.Kind()) {
		return to
	}
	return v.Keep(to)
}

// Keep adds the moment that is shown to an address.
func (v *View) Keep(href string) string {
	if v.At == nil {
		return href
	}
	sep := "?"
	if strings.Contains(href, "?") {
		sep = "&"
	}
	return href + sep + "at=" + url.QueryEscape(v.At.Asked)
}

// When says the moment in words.
func (m Moment) When(v *View) string {
	if m.Name != "" {
		return v.R.T("plan.at-baseline", fault.A{"name": m.Name, "date": v.R.Words.Date(m.At)})
	}
	return v.R.Words.Date(m.At)
}
