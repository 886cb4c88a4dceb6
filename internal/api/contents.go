// SPDX-License-Identifier: EUPL-1.2

package api

import "github.com/sumanus/sumanus/internal/record"

// Group is a part of the table of operations, for the page that explains them.
type Group struct {
	ID string
	// Entries stand in the order of the table.
	Entries []Entry
}

// TitleKey is the message that names the group.
func (g Group) TitleKey() string { return "api.group." + g.ID }

// Entry is one operation in words.
type Entry struct {
	ID     string
	Method string
	Path   string
	words  string
	// Token tells that a visitor without a token is refused.
	Token bool
}

// TitleKey is the message that names the operation.
func (e Entry) TitleKey() string { return "api.op." + e.words }

// Contents is the table of operations of a house with these kinds, group by group, what is of no kind first.
func Contents(registry *record.Registry) []Group {
	groups := []Group{{ID: groupHouse}}
	place := map[string]int{groupHouse: 0}
	for _, op := range operations(registry) {
		i, there := place[op.group]
		if !there {
			i = len(groups)
			place[op.group] = i
			groups = append(groups, Group{ID: op.group})
		}
		groups[i].Entries = append(groups[i].Entries, Entry{ID: op.id, Method: op.method, Path: op.path, words: op.words, Token: op.needs != "" && op.needs != record.Read})
	}
	return groups
}

// Usual are the rates of an API that is told nothing else: for one token, and for one visitor without.
func Usual() (token, visitor Rate) { return tokenRate, visitorRate }
