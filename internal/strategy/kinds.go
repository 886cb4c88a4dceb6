// SPDX-License-Identifier: EUPL-1.2

package strategy

import "github.com/sumanus/sumanus/internal/record"

// Kinds are the kinds of this room.
func Kinds() []record.Kind {
	return []record.Kind{
		{Name: "plan", Folder: "plans", Schema: 1, New: func() record.Body { return &Plan{} },
			Samples: []string{`{"period_from":"2021","period_to":"2027","regions":["region/kurzeme"],"summary":{},"title":{"source":"lv","text":{"lv":"Programma"}},"vision":{},"words":{"action":{},"measure":{},"priority":{"source":"lv","text":{"lv":"prioritāte"}}}}`}},
		{Name: "priority", Folder: "priorities", Schema: 1, New: func() record.Body { return &Priority{} },
			Samples: []string{`{"horizontal":true,"plan":"plan/kurzeme-2027","position":8,"summary":{},"title":{"source":"lv","text":{"lv":"Aktīva sabiedrība"}}}`}},
		{Name: "measure", Folder: "measures", Schema: 1, New: func() record.Body { return &Measure{} },
			Samples: []string{`{"priority":"priority/kurzeme-mobility","summary":{},"title":{"source":"lv","text":{"lv":"Autobusi pāri robežai"}}}`}},
		{Name: "action", Folder: "actions", Schema: 1, New: func() record.Body { return &Action{} },
			Samples: []string{`{"budget_cents":1200000,"end":"2027-06-30","measure":"measure/bus","responsible":"organisation/kpr","start":"2026-09-01","state":"planned","summary":{},"title":{"source":"lv","text":{"lv":"Maršruts"}}}`}},
		{Name: "target", Folder: "targets", Schema: 1, New: func() record.Body { return &Target{} },
			Samples: []string{`{"aim":{"period":"2030","value":"85"},"baseline":{"period":"2021","source":{},"value":"71.5"},"indicator":"indicator/gdp-per-head","of":"priority/growth","title":{"source":"en","text":{"en":"Closer"}}}`}},
	}
}
