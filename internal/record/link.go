// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"sort"
)

// LinkKind says how the later thing hangs on the earlier one.
type LinkKind string

// The documented list of links, always from the later thing to the earlier; "leads to" is only the same edge read backwards.
const (
	RestsOn       LinkKind = "rests_on"       // a priority rests on a finding
	ContributesTo LinkKind = "contributes_to" // a measure contributes to a priority, an action to a measure
	MeasuredBy    LinkKind = "measured_by"    // a target is measured by an indicator
	DeliveredBy   LinkKind = "delivered_by"   // an action is delivered by an organisation
	PartOf        LinkKind = "part_of"        // a chapter is part of a document, a priority of a plan
	ComposedOf    LinkKind = "composed_of"    // a joint strategy is composed of regional plans
	Uses          LinkKind = "uses"           // an indicator uses a dataset, a finding an indicator
	Cites         LinkKind = "cites"          // a chapter cites a finding
	LocatedIn     LinkKind = "located_in"     // an organisation or an action is located in a region
	OwnedBy       LinkKind = "owned_by"       // every record is owned by an organisation
	Partners      LinkKind = "partners"       // a partnership joins organisations
	TaughtIn      LinkKind = "taught_in"      // a finding is taught in an event
	AgreedIn      LinkKind = "agreed_in"      // a priority was agreed in a meeting
	Answers       LinkKind = "answers"        // a statement answers a topic
	Replaces      LinkKind = "replaces"       // a record replaces another of its kind
	SameAs        LinkKind = "same_as"        // two records speak of one thing
)

// any kind of record.
const anyKind = "*"

// pairs lists which kinds a link may join: from, to. "=" means the same kind as from.
var pairs = map[LinkKind][][2]string{
	RestsOn: {
		{"priority", "finding"}, {"priority", "indicator"}, {"measure", "finding"}, {"action", "finding"}, {"plan", "finding"},
		{"target", "finding"}, {"finding", "finding"}, {"document", "finding"}, {"chapter", "finding"},
	},
	ContributesTo: {
		{"measure", "priority"}, {"action", "measure"}, {"action", "priority"}, {"target", "priority"}, {"target", "measure"},
		{"priority", "priority"}, {"measure", "measure"},
	},
	MeasuredBy:  {{"target", "indicator"}, {"measure", "indicator"}, {"priority", "indicator"}},
	DeliveredBy: {{"action", "organisation"}, {"measure", "organisation"}},
	PartOf:      {{"chapter", "document"}, {"priority", "plan"}, {"region", "region"}, {"organisation", "partnership"}},
	ComposedOf:  {{"plan", "plan"}, {"priority", "priority"}, {"document", "plan"}},
	Uses: {
		{"indicator", "dataset"}, {"indicator", "indicator"}, {"finding", "indicator"}, {"finding", "dataset"},
		{"chapter", "indicator"}, {"analysis", "dataset"}, {"finding", "analysis"},
	},
	Cites:     {{"chapter", "finding"}, {"document", "finding"}, {"chapter", "indicator"}},
	LocatedIn: {{anyKind, "region"}},
	OwnedBy:   {{anyKind, "organisation"}},
	Partners:  {{"partnership", "organisation"}},
	TaughtIn:  {{anyKind, "event"}},
	AgreedIn:  {{anyKind, "event"}},
	Answers:   {{anyKind, "topic"}},
	Replaces:  {{anyKind, "="}},
	SameAs:    {{anyKind, "="}},
}

// LinkKinds lists all kinds of link, by name.
func LinkKinds() []LinkKind {
	out := make([]LinkKind, 0, len(pairs))
	for k := range pairs {
		out = append(out, k)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

// Allowed tells whether a link of this kind may join these kinds of record.
func Allowed(kind LinkKind, from, to string) bool {
	for _, p := range pairs[kind] {
		if (p[0] == anyKind || p[0] == from) && (p[1] == anyKind || p[1] == to || p[1] == "=" && from == to) {
			return true
		}
	}
	return false
}

// Link is an edge from the later thing to the earlier.
type Link struct {
	// From is set when a link is read; a body or a draft leaves it empty.
	From Ref      `json:"-"`
	Kind LinkKind `json:"kind"`
	To   Ref      `json:"to"`
	// Reason is why a person stated the link. Derived links have none.
	Reason Text `json:"reason,omitzero"`
	// Field is the path in the body that a derived link comes from.
	Field string `json:"-"`
	// Stated tells that a person stated the link.
	Stated bool `json:"-"`
}

// sortLinks orders by kind and target and drops repetitions, so that the same links always stand in the same order.
func sortLinks(links []Link) []Link {
	sort.SliceStable(links, func(i, j int) bool {
		if links[i].Kind != links[j].Kind {
			return links[i].Kind < links[j].Kind
		}
		return links[i].To < links[j].To
	})
	out := links[:0]
	for i, l := range links {
		if i == 0 || l.Kind != links[i-1].Kind || l.To != links[i-1].To {
			out = append(out, l)
		}
	}
	return out
}
