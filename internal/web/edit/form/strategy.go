// SPDX-License-Identifier: EUPL-1.2

package form

func plan() Kind {
	return Kind{Name: "plan", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{
			title("edit.plan-title-help"), summary("edit.plan-summary-help"),
			{Path: "vision", Label: "edit.vision", Help: "edit.vision-help", Control: Long, Plan: true, Height: 4},
			{Path: "regions", Label: "edit.regions", Control: Refs, Kinds: []string{"region"}},
			{Path: "composed_of", Label: "edit.plan-composed", Help: "edit.plan-composed-help", Control: Refs, Kinds: []string{"plan"}},
		}},
		{Key: "when", Title: "edit.section-when", Fields: []Field{
			{Path: "period_from", Label: "edit.year-from", Control: Year},
			{Path: "period_to", Label: "edit.year-to", Control: Year},
		}},
		{Key: "words", Title: "edit.section-words", Fields: []Field{
			{Path: "words.priority", Label: "edit.word-priority", Help: "edit.words-help", Control: Line},
			{Path: "words.measure", Label: "edit.word-measure", Control: Line},
			{Path: "words.action", Label: "edit.word-action", Control: Line},
		}},
		sources(),
	}}
}

func priority() Kind {
	return Kind{Name: "priority", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{title("edit.priority-title-help"), summary("edit.priority-summary-help")}},
		{Key: "where", Title: "edit.section-where", Fields: []Field{
			{Path: "plan", Label: "edit.of-plan", Control: Ref, Kinds: []string{"plan"}, Required: true},
			position("edit.position-help"),
			{Path: "horizontal", Label: "edit.horizontal", Help: "edit.horizontal-help", Control: Tick},
			{Path: "composed_of", Label: "edit.priority-composed", Help: "edit.priority-composed-help", Control: Refs, Kinds: []string{"priority"}},
		}},
		sources(),
	}}
}

func measure() Kind {
	return Kind{Name: "measure", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{title("edit.measure-title-help"), summary("edit.measure-summary-help")}},
		{Key: "where", Title: "edit.section-where", Fields: []Field{
			{Path: "priority", Label: "edit.of-priority", Control: Ref, Kinds: []string{"priority"}, Required: true},
			{Path: "also", Label: "edit.also", Help: "edit.also-help", Control: Refs, Kinds: []string{"priority"}},
			position("edit.position-help"),
		}},
		sources(),
	}}
}

func action() Kind {
	return Kind{Name: "action", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{
			title("edit.action-title-help"), summary("edit.action-summary-help"),
			{Path: "state", Label: "edit.action-state", Help: "edit.action-state-help", Control: Choice, Required: true, Options: []Option{
				{"planned", "edit.state-planned", ""}, {"under_way", "edit.state-under-way", ""}, {"done", "edit.state-done", ""}, {"cancelled", "edit.state-cancelled", ""},
			}},
			{Path: "measure", Label: "edit.of-measure", Control: Ref, Kinds: []string{"measure"}, Required: true},
		}},
		{Key: "who", Title: "edit.section-who", Fields: []Field{
			{Path: "responsible", Label: "edit.responsible", Help: "edit.responsible-help", Control: Ref, Kinds: []string{"organisation"}},
			{Path: "partners", Label: "edit.partners", Help: "edit.action-partners-help", Control: Refs, Kinds: []string{"organisation"}},
			{Path: "places", Label: "edit.places", Control: Refs, Kinds: []string{"region"}},
		}},
		{Key: "when", Title: "edit.section-when-money", Fields: []Field{
			{Path: "start", Label: "edit.start", Control: Date},
			{Path: "end", Label: "edit.end", Control: Date},
			{Path: "budget_cents", Label: "edit.budget", Help: "edit.budget-help", Control: Money},
			{Path: "currency", Label: "edit.currency", Help: "edit.currency-help", Control: Plain},
		}},
		sources(),
	}}
}

func target() Kind {
	return Kind{Name: "target", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{
			title("edit.target-title-help"),
			{Path: "of", Label: "edit.target-of", Help: "edit.target-of-help", Control: Ref, Kinds: []string{"priority", "measure"}, Required: true},
			{Path: "indicator", Label: "edit.target-indicator", Help: "edit.target-indicator-help", Control: Ref, Kinds: []string{"indicator"}},
			{Path: "region", Label: "edit.target-region", Control: Ref, Kinds: []string{"region"}},
		}},
		{Key: "values", Title: "edit.section-values", Fields: []Field{
			{Path: "baseline.value", Label: "edit.baseline-value", Control: Decimal},
			{Path: "baseline.period", Label: "edit.baseline-period", Control: Year},
			{Path: "baseline.source", Label: "edit.baseline-source", Help: "edit.baseline-source-help", Control: Long, Height: 2},
			{Path: "aim.value", Label: "edit.aim-value", Control: Decimal},
			{Path: "aim.period", Label: "edit.aim-period", Control: Year},
		}},
		sources(),
	}}
}
