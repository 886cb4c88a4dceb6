// SPDX-License-Identifier: EUPL-1.2

package form

func dataset() Kind {
	return Kind{Name: "dataset", Made: "/evidence/new-dataset", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{title("edit.dataset-title-help"), summary("edit.dataset-summary-help")}},
		{Key: "from", Title: "edit.section-from", Fields: []Field{
			{Path: "publisher", Label: "edit.publisher", Control: Plain},
			{Path: "code", Label: "edit.code", Help: "edit.code-help", Control: Plain},
			{Path: "url", Label: "edit.url", Control: Address},
			{Path: "licence", Label: "edit.licence", Control: Plain},
			{Path: "attribution", Label: "edit.attribution", Help: "edit.attribution-help", Control: Plain, Required: true},
		}},
		{Key: "table", Title: "edit.section-table", Fields: []Field{
			{Path: "scheme", Label: "edit.scheme", Help: "edit.scheme-help", Control: Choice, Options: schemes(true)},
			{Path: "dimensions", Label: "edit.dimensions", Control: Else},
		}},
	}}
}

func schemes(none bool) []Option {
	all := []Option{{"NUTS", "edit.scheme-nuts", ""}, {"LAU", "edit.scheme-lau", ""}, {"ISO", "edit.scheme-iso", ""}}
	if none {
		return append([]Option{{"", "edit.scheme-none", ""}}, all...)
	}
	return all
}

func region() Kind {
	return Kind{Name: "region", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{
			title("edit.region-title-help"), summary("edit.region-summary-help"),
			{Path: "level", Label: "edit.level", Control: Choice, Required: true, Options: []Option{
				{"country", "edit.level-country", ""}, {"nuts3", "edit.level-nuts3", ""}, {"municipality", "edit.level-municipality", ""}, {"state_city", "edit.level-state-city", ""},
			}},
			{Path: "country", Label: "edit.country", Help: "edit.country-help", Control: Plain},
			{Path: "parent", Label: "edit.parent", Help: "edit.parent-help", Control: Ref, Kinds: []string{"region"}},
			{Path: "area_km2", Label: "edit.area", Control: Decimal, Unit: "km²"},
		}},
		{Key: "codes", Title: "edit.section-codes", Fields: []Field{
			{Path: "codes", Label: "edit.codes", Help: "edit.codes-help", Control: Rows, Sub: []Field{
				{Path: "scheme", Label: "edit.scheme", Control: Choice, Options: schemes(true), Required: true},
				{Path: "version", Label: "edit.code-version", Control: Plain, Required: true},
				{Path: "code", Label: "edit.region-code", Control: Plain, Required: true},
			}},
			{Path: "boundary", Label: "edit.boundary", Help: "edit.boundary-help", Control: Plain},
		}},
		sources(),
	}}
}
