// SPDX-License-Identifier: EUPL-1.2

package form

func partnership() Kind {
	return Kind{Name: "partnership", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{
			title("edit.partnership-title-help"), summary("edit.partnership-summary-help"),
			{Path: "short", Label: "edit.short", Help: "edit.short-help", Control: Line},
			{Path: "programme", Label: "edit.programme", Help: "edit.programme-help", Control: Long, Plan: true, Height: 3},
			{Path: "languages", Label: "edit.languages", Help: "edit.languages-help", Control: List, Required: true},
		}},
		{Key: "who", Title: "edit.section-who", Fields: []Field{
			{Path: "lead", Label: "edit.lead", Control: Ref, Kinds: []string{"organisation"}, Required: true},
			{Path: "partners", Label: "edit.partners", Help: "edit.partnership-partners-help", Control: Refs, Kinds: []string{"organisation"}},
			{Path: "regions", Label: "edit.regions", Control: Refs, Kinds: []string{"region"}},
		}},
		{Key: "when", Title: "edit.section-when-money", Fields: []Field{
			{Path: "period_from", Label: "edit.period-from", Control: Date},
			{Path: "period_to", Label: "edit.period-to", Control: Date},
			{Path: "budget_cents", Label: "edit.budget", Help: "edit.budget-help", Control: Money, Unit: "€"},
			{Path: "cofinancing_cents", Label: "edit.cofinancing", Help: "edit.cofinancing-help", Control: Money, Unit: "€"},
		}},
		sources(),
	}}
}

func organisation() Kind {
	return Kind{Name: "organisation", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{
			title("edit.organisation-title-help"), summary("edit.organisation-summary-help"),
			{Path: "type", Label: "edit.organisation-type", Control: Choice, Options: []Option{
				{"", "edit.not-said", ""},
				{"planning_region", "edit.organisation-planning-region", ""}, {"association", "edit.organisation-association", ""},
				{"municipality", "edit.organisation-municipality", ""}, {"university", "edit.organisation-university", ""},
				{"company", "edit.organisation-company", ""}, {"ngo", "edit.organisation-ngo", ""}, {"authority", "edit.organisation-authority", ""},
			}},
			{Path: "country", Label: "edit.country", Help: "edit.country-help", Control: Plain},
			{Path: "region", Label: "edit.seat", Control: Ref, Kinds: []string{"region"}},
			{Path: "website", Label: "edit.website", Control: Address},
		}},
		sources(),
	}}
}
