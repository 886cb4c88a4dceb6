// SPDX-License-Identifier: EUPL-1.2

package ui

import (
	"github.com/a-h/templ"

	"github.com/sumanus/sumanus/internal/doc"
	"github.com/sumanus/sumanus/internal/i18n"
)

// entry is one demonstration: what is shown, when to use it, the components it holds in every state.
type entry struct {
	id          string
	title, when string // message keys
	names       []string
	body        templ.Component
}

// chapter is a part of the showcase.
type chapter struct {
	id, title string
	entries   []entry
}

// Showcased lists the components the showcase says it holds; a test compares them with those that exist and with what is drawn.
func Showcased() []string {
	var out []string
	for _, c := range chapters(i18n.For(i18n.EN)) {
		for _, e := range c.entries {
			out = append(out, e.names...)
		}
	}
	return out
}

func chapters(z *i18n.Localizer) []chapter {
	return []chapter{
		{"words", "ui.show-words", []entry{
			{"colours", "ui.c-colours", "ui.c-colours-when", []string{"Swatches"}, Swatches(z)},
			{"verdict", "ui.c-verdict", "ui.c-verdict-when", []string{"Verdict", "Newer", "Stale", "Glyph"}, showVerdicts(z)},
			{"state", "ui.c-state", "ui.c-state-when", []string{"StateWord", "Traffic"}, showStates(z)},
			{"tag", "ui.c-tag", "ui.c-tag-when", []string{"Tag", "Example"}, showTags(z)},
			{"region", "ui.c-region", "ui.c-region-when", []string{"Region", "Keys"}, showRegions(z)},
			{"sentence", "ui.c-sentence", "ui.c-sentence-when", []string{"MarkedSentence", "Legend"}, showSentences(z)},
			{"thread", "ui.c-thread", "ui.c-thread-when", []string{"ThreadStrip"}, showThread(z)},
			{"help", "ui.c-help", "ui.c-help-when", []string{"Help", "Words"}, showHelp(z)},
		}},
		{"decide", "ui.show-decide", []entry{
			{"button", "ui.c-button", "ui.c-button-when", []string{"Button", "Buttons"}, showButtons(z)},
			{"turn", "ui.c-turn", "ui.c-turn-when", []string{"Turn"}, showTurn(z)},
			{"todo", "ui.c-todo", "ui.c-todo-when", []string{"Todo", "Calm"}, showTodo(z)},
			{"log", "ui.c-log", "ui.c-log-when", []string{"Log"}, showLog(z)},
			{"evidence", "ui.c-evidence", "ui.c-evidence-when", []string{"EvidenceRow"}, showEvidence(z)},
		}},
		{"forms", "ui.show-forms", []entry{
			{"summary", "ui.c-errors", "ui.c-errors-when", []string{"ErrorSummary", "FieldMessage"}, showErrors(z)},
			{"input", "ui.c-input", "ui.c-input-when", []string{"Input"}, showInputs(z)},
			{"textarea", "ui.c-textarea", "ui.c-textarea-when", []string{"TextArea"}, showTextAreas(z)},
			{"choice", "ui.c-choice", "ui.c-choice-when", []string{"Choices", "Tick", "Select"}, showChoices(z)},
			{"file", "ui.c-file", "ui.c-file-when", []string{"FileField"}, showFiles(z)},
			{"refs", "ui.c-refs", "ui.c-refs-when", []string{"ReferencePicker"}, showReferences(z)},
			{"langs", "ui.c-langs", "ui.c-langs-when", []string{"LangEditor", "LanguageMark"}, showLanguages(z)},
			{"savebar", "ui.c-savebar", "ui.c-savebar-when", []string{"SaveBar"}, showSaveBar(z)},
			{"check", "ui.c-check", "ui.c-check-when", []string{"CheckLine", "Live"}, showCheck(z)},
			{"secret", "ui.c-secret", "ui.c-secret-when", []string{"Secret"}, showSecret(z)},
			{"command", "ui.c-command", "ui.c-command-when", []string{"Command", "Literal"}, showCommand(z)},
		}},
		{"figures", "ui.show-tables", []entry{
			{"table", "ui.c-table", "ui.c-table-when", []string{"DataTable", "Missing", "Figures"}, showTables(z)},
			{"defs", "ui.c-defs", "ui.c-defs-when", []string{"Definitions"}, showDefinitions(z)},
			{"figure", "ui.c-figure", "ui.c-figure-when", []string{"Figure"}, showFigures(z)},
			{"meter", "ui.c-meter", "ui.c-meter-when", []string{"Meter"}, showMeters(z)},
			{"opinion", "ui.c-opinion", "ui.c-opinion-when", []string{"Opinions"}, showOpinions(z)},
		}},
		{"plans", "ui.show-plan", []entry{
			{"acts", "ui.c-acts", "ui.c-acts-when", []string{"ActionList", "LintHint"}, showActions(z)},
			{"gantt", "ui.c-gantt", "ui.c-gantt-when", []string{"Gantt"}, showGantt(z)},
			{"board", "ui.c-board", "ui.c-board-when", []string{"Board"}, showBoard(z)},
			{"way", "ui.c-way", "ui.c-way-when", []string{"Way"}, showWay(z)},
		}},
		{"ways", "ui.show-ways", []entry{
			{"section", "ui.c-section", "ui.c-section-when", []string{"Section"}, showSection(z)},
			{"segments", "ui.c-segments", "ui.c-segments-when", []string{"Segments", "Tabs"}, showSegments(z)},
			{"chips", "ui.c-chips", "ui.c-chips-when", []string{"Chips", "FilterBar"}, showChips(z)},
			{"pages", "ui.c-pages", "ui.c-pages-when", []string{"Pagination"}, showPages(z)},
			{"search", "ui.c-search", "ui.c-search-when", []string{"SearchBox", "SearchResult"}, showSearch(z)},
			{"steps", "ui.c-steps", "ui.c-steps-when", []string{"Steps"}, showSteps(z)},
			{"tour", "ui.c-tour", "ui.c-tour-when", []string{"TourNote"}, showTour(z)},
		}},
		{"states", "ui.show-states", []entry{
			{"toast", "ui.c-toast", "ui.c-toast-when", []string{"Toast"}, showToasts(z)},
			{"note", "ui.c-note", "ui.c-note-when", []string{"Note"}, showNotes(z)},
			{"empty", "ui.c-empty", "ui.c-empty-when", []string{"Empty"}, showEmpty(z)},
			{"wait", "ui.c-wait", "ui.c-wait-when", []string{"Wait", "Progress"}, showWaits(z)},
			{"trouble", "ui.c-trouble", "ui.c-trouble-when", []string{"ErrorPage"}, showTrouble(z)},
			{"confirm", "ui.c-confirm", "ui.c-confirm-when", []string{"Confirm"}, showConfirm(z)},
			{"both", "ui.c-both", "ui.c-both-when", []string{"Both", "Diff"}, showBoth(z)},
		}},
	}
}

// ShowcasePage fills in the title and the lede of the page that shows every component.
func ShowcasePage(p Page) Page {
	p.Title, p.Lede = p.Words.T("ui.show"), p.Words.T("ui.show-lede")
	p.Example = true
	return p
}

// The samples tell one story: a finding that is no longer true, and what rests on it.

func egSentence(z *i18n.Localizer, off bool) []Part {
	return []Part{
		{Text: z.T("ui.eg-s1"), Mark: Assert, Off: off, Key: "A"}, {Text: z.T("ui.eg-s2")}, {Text: z.T("ui.eg-s3"), Mark: Assert, Key: "B"},
		{Text: z.T("ui.eg-s4")}, {Text: z.T("ui.eg-s5"), Mark: Value, Key: "c"}, {Text: z.T("ui.eg-s6")},
		{Text: z.T("ui.eg-s7"), Mark: Value, Off: off, Key: "d"}, {Text: z.T("ui.eg-s8")}}
}

func egLate(z *i18n.Localizer) State {
	return State{Late, z.T("ui.eg-late"), z.T("ui.eg-late-rule")}
}

func egOK(z *i18n.Localizer) State { return State{OnTrack, z.T("ui.eg-ok"), z.T("ui.eg-ok-rule")} }

func egRisk(z *i18n.Localizer) State {
	return State{AtRisk, z.T("ui.eg-risk"), z.T("ui.eg-risk-rule")}
}

func egNotYet(z *i18n.Localizer) State {
	return State{NotStarted, z.T("ui.eg-notyet"), z.T("ui.eg-notyet-rule")}
}

func egThread(z *i18n.Localizer) Thread {
	holds, untrue := doc.Holds, doc.Untrue
	late := State{Light: Late, Text: z.T("ui.eg-late")}
	return Thread{
		Why: []ThreadItem{{Kind: z.T("ui.eg-figure"), Text: z.T("ui.eg-population"), Href: "#table", Note: z.T("ui.eg-eurostat")},
			{Kind: z.T("ui.eg-indicator"), Text: z.T("ui.eg-change"), Href: "#table"}},
		What: []ThreadItem{{Kind: z.T("ui.eg-priority"), Text: z.T("ui.eg-priority-n"), Href: "#acts"}, {Kind: z.T("ui.eg-chapter"), Text: z.T("ui.eg-chapter-n"), Href: "#langs", Example: true},
			{Kind: z.T("ui.eg-finding"), Text: z.T("ui.eg-short"), Href: "#sentence", Verdict: &untrue}, {Kind: z.T("ui.eg-finding"), Text: z.T("ui.eg-holds-s"), Href: "#evidence", Verdict: &holds},
			{Kind: z.T("ui.eg-action"), Text: z.T("ui.eg-bus"), Href: "#acts", State: &late}},
	}
}
