// SPDX-License-Identifier: EUPL-1.2

package form

func analysis() Kind {
	return Kind{Name: "analysis", Elsewhere: "/question", Made: "/evidence/analyses", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{
			title("edit.analysis-title-help"), summary("edit.analysis-summary-help"),
			{Path: "method", Label: "edit.method", Control: Else},
			{Path: "parameters", Label: "edit.parameters", Control: Else},
			{Path: "inputs", Label: "edit.inputs", Control: Else},
		}},
	}}
}

func indicator() Kind {
	return Kind{Name: "indicator", Elsewhere: "/formula", Made: "/evidence/new-indicator", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{
			title("edit.indicator-title-help"), summary("edit.indicator-summary-help"),
			{Path: "unit", Label: "edit.unit", Help: "edit.unit-help", Control: Line},
		}},
		{Key: "number", Title: "edit.section-number", Fields: []Field{
			{Path: "better", Label: "edit.better", Control: Choice, Options: []Option{
				{"", "edit.not-said", ""}, {"higher", "edit.better-higher", ""}, {"lower", "edit.better-lower", ""}, {"neither", "edit.better-neither", ""},
			}},
			{Path: "aggregate", Label: "edit.aggregate", Control: Choice, Options: []Option{
				{"", "edit.not-said", ""}, {"sum", "edit.aggregate-sum", ""}, {"none", "edit.aggregate-none", ""},
			}},
			{Path: "formula", Label: "edit.formula", Control: Else},
			{Path: "inputs", Label: "edit.inputs", Control: Else},
			{Path: "decimals", Label: "edit.decimals", Control: Else},
			{Path: "percent", Label: "edit.percent", Control: Else},
		}},
		sources(),
	}}
}

func finding() Kind {
	return Kind{Name: "finding", Elsewhere: "/reword", Made: "/evidence/new-finding", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{
			title("edit.finding-title-help"),
			{Path: "note", Label: "edit.note", Help: "edit.note-help", Control: Long, Height: 4},
			{Path: "statement", Label: "edit.statement", Control: Else},
			{Path: "values", Label: "edit.values", Control: Else},
			{Path: "assertions", Label: "edit.assertions", Control: Else},
			{Path: "written_from", Label: "edit.written-from", Control: Else},
			{Path: "state", Label: "edit.state", Control: Else},
		}},
	}}
}
