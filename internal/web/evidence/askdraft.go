// SPDX-License-Identifier: EUPL-1.2

package evidence

import (
	"net/http"

	"github.com/sumanus/sumanus/internal/method"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
	"github.com/sumanus/sumanus/internal/web/site"
)

// formOfQuestion is the form of an analysis, the last part of its address.
const formOfQuestion = "question"

// resume shows the form with what was typed before. Files do not stay in a draft; what was read of one before stands in it as text.
func (q *question) resume(kept *draft.Draft) error {
	if kept != nil && (q.set != nil || q.many != nil) {
		q.sent = kept.Values
		if err := q.fill(); err != nil {
			return err
		}
	}
	return q.show(http.StatusOK)
}

// action is where the form is sent.
func (q *question) action() string {
	if q.isNew {
		return q.r.Href("/evidence/new-analysis/" + q.m.ID)
	}
	return q.r.To(q.rec.Ref) + "/" + formOfQuestion
}

// revision is the state that the form was made from. A form that is shown again has told what is there now.
func (q *question) revision() int64 {
	if q.r.Method == http.MethodGet {
		return q.sheet.Base
	}
	return q.rec.Revision
}

// advice says what to do about a refusal.
func (q *question) advice() string {
	if q.many != nil && q.many.brought(q.refused) {
		return q.r.T("ask.refused-do-file")
	}
	return q.r.T("ask.refused-do")
}

// advice says what to do about the refusal of a question that is kept: where all was brought there is no dataset to change.
func (v *analysisView) advice() string {
	for _, in := range v.body.Inputs {
		if in.Text == "" {
			return v.r.T("ask.refused-do")
		}
	}
	return v.r.T("ask.refused-do-file")
}

// draftOf leads from the draft of a question that was never asked to the form of its method. false when there is no such draft.
func draftOf(r *site.Request) (string, bool) {
	ref := record.NewRef("analysis", r.URL.Query().Get("draft"))
	if !draft.IsNew(ref) {
		return "", false
	}
	kept, err := draft.Of(r.Context(), r.Tx, ref, "")
	if err != nil || kept == nil {
		return "", false
	}
	m, err := method.Find(kept.Values.Get("method"))
	if err != nil {
		return "", false
	}
	return "/evidence/new-analysis/" + m.ID + "?draft=" + ref.Slug(), true
}
