// SPDX-License-Identifier: EUPL-1.2

package form

func document() Kind {
	return Kind{Name: "document", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{
			title("edit.document-title-help"),
			{Path: "subtitle", Label: "edit.subtitle", Control: Line, Plan: true},
			summary("edit.document-summary-help"),
			{Path: "type", Label: "edit.document-type", Control: Choice, Required: true, Options: []Option{
				{"guide", "edit.document-guide", ""}, {"strategy", "edit.document-strategy", ""}, {"report", "edit.document-report", ""},
			}},
			position("edit.document-position-help"),
		}},
	}}
}

func chapter() Kind {
	return Kind{Name: "chapter", Elsewhere: "/write", Sections: []Section{
		{Key: "what", Title: "edit.section-what", Fields: []Field{
			title("edit.chapter-title-help"),
			{Path: "body", Label: "edit.body", Help: "edit.body-help", Control: Else, Begin: Long, Required: true, Plan: true, Height: 10},
		}},
		{Key: "where", Title: "edit.section-where", Fields: []Field{
			{Path: "document", Label: "edit.of-document", Control: Ref, Kinds: []string{"document"}, Required: true},
			position("edit.chapter-position-help"),
		}},
	}}
}
