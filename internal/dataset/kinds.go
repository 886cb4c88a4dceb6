// SPDX-License-Identifier: EUPL-1.2

package dataset

import "github.com/sumanus/sumanus/internal/record"

// Kinds are the kinds of this room.
func Kinds() []record.Kind {
	return []record.Kind{
		{Name: "region", Folder: "regions", Schema: 1, New: func() record.Body { return &Region{} },
			Samples: []string{`{"area_km2":"5222","boundary":"LT023","codes":[{"code":"LT003","scheme":"NUTS","version":"2013"},{"code":"LT023","scheme":"NUTS","version":"2021"}],"country":"LT","level":"nuts3","parent":"region/lithuania","summary":{},"title":{"source":"lt","text":{"lt":"Klaipėdos regionas"}}}`}},
		{Name: "dataset", Folder: "datasets", Schema: 1, New: func() record.Body { return &Dataset{} },
			Samples: []string{`{"attribution":"Source: Eurostat, nama_10r_3gdp","code":"nama_10r_3gdp","dimensions":[{"default":"A","id":"freq","role":"other","title":{}},{"id":"unit","role":"metric","title":{}},{"id":"geo","role":"geo","title":{}},{"id":"time","role":"time","title":{}}],"licence":"CC BY 4.0","publisher":"Eurostat","scheme":"NUTS","summary":{},"title":{"source":"en","text":{"en":"Gross domestic product"}},"url":"https://ec.europa.eu/eurostat"}`}},
	}
}
