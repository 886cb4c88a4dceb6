// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/evidence"
	"github.com/sumanus/sumanus/internal/evidence/verdict"
	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/site"
	"github.com/sumanus/sumanus/internal/web/ui"
)

func langOf(l i18n.Lang) templ.Attributes {
	if l == "" {
		return nil
	}
	return templ.Attributes{"lang": string(l)}
}

func (v *findingView) mayChange() bool { return v.r.May(record.Change, v.rec) }

func (v *findingView) href(rest string) string { return v.r.To(v.rec.Ref) + rest }

// decide is the decision of the page: what is open, and what a person may do about it. Nil when nothing waits.
func (v *findingView) decide() *ui.Decision {
	T := v.r.T
	verdictNow := v.d.Result.Verdict
	settled := verdictNow == verdict.Holds && v.f.State == evidence.Accepted
	if settled && len(v.d.Result.Faults) == 0 {
		return nil
	}
	d := &ui.Decision{ID: "decision", Question: T("ev.decide", fault.A{"verdict": v.question()}), Text: T("ev.decide-text", fault.A{"verdict": v.question()})}
	if !v.mayChange() {
		if v.withdrawn() || verdictNow == verdict.Holds {
			return nil
		}
		d.Question, d.Text = T("ev.decide-others"), T("ev.decide-others-text", fault.A{"owner": v.owner()})
		d.Main = ui.Action{Text: T("ev.see-cites"), Href: "#cites"}
		return d
	}
	reword := ui.Action{Text: T("ev.reword"), Href: v.href("/reword")}
	accept := ui.Action{Text: T("ev.accept", fault.A{"verdict": v.question()}), Post: v.href("/accept"), Fields: v.fields()}
	confirmable := (verdictNow == verdict.Holds || verdictNow == verdict.Moved) && len(v.d.Result.Faults) == 0
	switch {
	case confirmable:
		d.Main, d.Others = accept, []ui.Action{reword}
	default:
		d.Main = reword
	}
	if !v.withdrawn() {
		d.Others = append(d.Others, v.withdrawAction(false))
		d.Meaning = append(d.Meaning, ui.Term{Term: T("ev.withdraw"), Text: T("ev.withdraw-means", fault.A{"n": len(v.around.Direct())})})
	}
	return d
}

// question names what is to be decided: the verdict, or that the sentence is proposed or withdrawn.
func (v *findingView) question() string {
	switch {
	case v.withdrawn():
		return withdrawn
	case v.d.Result.Verdict == verdict.Holds && len(v.d.Result.Faults) > 0:
		return "rounding"
	case v.d.Result.Verdict == verdict.Holds:
		return string(evidence.Open)
	}
	return string(v.d.Result.Verdict)
}

func (v *findingView) fields() map[string]string {
	return map[string]string{"revision": strconv.FormatInt(v.rec.Revision, 10)}
}

func (v *findingView) withdrawAction(small bool) ui.Action {
	return ui.Action{Text: v.r.T("ev.withdraw"), Weight: ui.Stop, Small: small, Post: v.href("/withdraw"), Fields: v.fields()}
}

// accept confirms a finding on the vintages of now.
func accept(r *site.Request) error {
	return change(r, "ev.did-accept", func(tx *record.Tx, ref record.Ref) (record.Record, error) {
		return evidence.Accept(r.Context(), tx, ref)
	})
}

// withdraw says that a finding is no longer said.
func withdraw(r *site.Request) error {
	return change(r, "ev.did-withdraw", func(tx *record.Tx, ref record.Ref) (record.Record, error) {
		return evidence.Withdraw(r.Context(), tx, ref)
	})
}

// change carries out a decision about the finding as the person has seen it. Whoever decided about another state than the present one sees
// the present one instead.
func change(r *site.Request, said string, f func(*record.Tx, record.Ref) (record.Record, error)) error {
	var seq int64
	err := r.Write(func(tx *record.Tx) error {
		if err := unchanged(r, tx); err != nil {
			return err
		}
		rec, err := f(tx, r.Record.Ref)
		if err != nil {
			return err
		}
		seq, err = lastEntry(r, tx, rec)
		return err
	})
	if err != nil {
		return stay(r, err)
	}
	r.Say(seq, said)
	return r.GoTo(r.Place(r.Record.Ref))
}

// unchanged refuses when somebody else has saved since the form was made.
func unchanged(r *site.Request, tx *record.Tx) error {
	rec, err := tx.Get(r.Context(), r.Record.Ref)
	if err != nil {
		return err
	}
	if strconv.FormatInt(rec.Revision, 10) != r.PostFormValue("revision") {
		return fault.New(fault.Conflict, "ev.meanwhile")
	}
	return nil
}

// lastEntry is the journal entry of the state that was just written, for undo.
func lastEntry(r *site.Request, tx *record.Tx, rec record.Record) (int64, error) {
	past, err := tx.History(r.Context(), rec.Ref)
	if err != nil || len(past) == 0 {
		return 0, err
	}
	return past[0].Seq, nil
}

// stay shows the finding as it is now, with what stood in the way.
func stay(r *site.Request, cause error) error {
	status := site.StatusOf(cause)
	if status != http.StatusConflict && status != http.StatusUnprocessableEntity {
		return cause
	}
	return r.Read(func(tx *record.ReadTx) error {
		rec, err := tx.Get(r.Context(), r.Record.Ref)
		if err != nil {
			return err
		}
		r.Tx = tx
		defer func() { r.Tx = nil }()
		v, err := lookAt(r, tx, rec)
		if err != nil {
			return err
		}
		page, err := v.page()
		if err != nil {
			return err
		}
		for _, text := range r.Words.Errors(cause) {
			page.Messages = append(page.Messages, ui.Message{Kind: ui.Warning, Text: text})
		}
		return r.PageStatus(status, page, findingPage(v))
	})
}
