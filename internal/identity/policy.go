// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/sumanus/sumanus/internal/record"
)

// Role is what a person is in an organisation.
type Role string

// The roles. Visitor is everybody, signed in or not; operator is whoever sits at the machine and runs the command line.
const (
	Visitor       Role = "visitor"
	Participant   Role = "participant"
	Planner       Role = "planner"
	Editor        Role = "editor"
	Coordinator   Role = "coordinator"
	Administrator Role = "administrator"
	Operator      Role = "operator"
)

// Roles lists all roles.
func Roles() []Role {
	return []Role{Visitor, Participant, Planner, Editor, Coordinator, Administrator, Operator}
}

// House is the kind that stands for the house as a whole in rights.csv: people, backup, baselines.
const House = "house"

// GivenRoles lists the roles that a person can be given in an organisation, from the least rights to the most.
func GivenRoles() []Role { return []Role{Participant, Planner, Editor, Coordinator, Administrator} }

// HouseSeat stands in place of an organisation for whoever administers a house that has no partnership yet: all of it is their own. When
// the partnership is written, the role moves to its lead organisation.
const HouseSeat record.Ref = "house"

// AccountKind is the kind that stands in rights.csv for what is held about a person: name, keys, sessions.
const AccountKind = "account"

// ofPerson is what a right over somebody's account is asked for.
func ofPerson(id string) record.Subject {
	return record.Subject{Kind: AccountKind, Owner: record.Ref("person/" + id)}
}

// Member is a role in an organisation.
type Member struct {
	Organisation record.Ref `json:"organisation"`
	Role         Role       `json:"role"`
}

// Actor is whoever acts.
type Actor struct {
	// ID is pseudonymous; empty for a visitor.
	ID      string
	Members []Member
	// operator is set for the command line, and where this room acts for somebody after it has itself checked their key.
	operator bool
	// scope is set for a program that came with a token.
	scope Scope
}

// ActorID implements record.Actor.
func (a Actor) ActorID() string {
	switch {
	case a.operator && a.ID == "":
		return "operator"
	case a.ID == "":
		return "visitor"
	}
	return a.ID
}

// Nobody is a reader who is not signed in.
func Nobody() Actor { return Actor{} }

// AtTheMachine is whoever runs the command line on the data itself. Such a person could change the files anyway.
func AtTheMachine() Actor { return Actor{operator: true} }

// onBehalf is this room acting for a person whose one-time link, password or session it has just checked; the journal names the person.
func onBehalf(person string) Actor { return Actor{ID: person, operator: true} }

//go:embed rights.csv
var rightsCSV string

// Right is a row of the table.
type Right struct {
	Role       Role
	Kind       string // "*" is any kind but the house
	Visibility string // "*" is any
	Relation   string // "own": the role is held in an owner or co-owner; "foreign": in any organisation, or none; "self": it is about the person who asks
	Verbs      []record.Verb
}

// Rights gives the rows of rights.csv, read once.
var Rights = sync.OnceValues(func() ([]Right, error) { return parseRights(rightsCSV) })

func parseRights(text string) ([]Right, error) {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("rights.csv: %w", err)
	}
	var out []Right
	for i, row := range rows[1:] {
		r := Right{Role: Role(row[0]), Kind: row[1], Visibility: row[2], Relation: row[3]}
		for _, v := range strings.Fields(row[4]) {
			r.Verbs = append(r.Verbs, record.Verb(v))
		}
		if !slices.Contains(Roles(), r.Role) || !slices.Contains([]string{"own", "foreign", "self"}, r.Relation) || (r.Visibility != "*" && !record.Visibility(r.Visibility).Valid()) {
			return nil, fmt.Errorf("rights.csv: line %d is not a right", i+2)
		}
		for _, v := range r.Verbs {
			if !slices.Contains(Verbs(), v) {
				return nil, fmt.Errorf("rights.csv: line %d: %q is not a verb", i+2, v)
			}
		}
		out = append(out, r)
	}
	return out, nil
}

// Verbs lists the verbs of the table.
func Verbs() []record.Verb {
	return []record.Verb{record.Read, record.Create, record.Change, record.Delete, record.Adopt, record.Publish, record.Import, record.Administer}
}

// Policy decides by rights.csv alone.
type Policy struct{ rights map[standing][]Right }

// standing is what the rows of the table are looked up by: every page asks for many subjects.
type standing struct {
	role     Role
	relation string
}

// NewPolicy reads the table.
func NewPolicy() (Policy, error) {
	rights, err := Rights()
	p := Policy{map[standing][]Right{}}
	for _, r := range rights {
		at := standing{r.Role, r.Relation}
		p.rights[at] = append(p.rights[at], r)
	}
	return p, err
}

// Allows implements record.Policy.
func (p Policy) Allows(who record.Actor, v record.Verb, s record.Subject) bool {
	a, ok := who.(Actor)
	if !ok {
		return false
	}
	if a.operator {
		return p.any(Operator, "own", v, s)
	}
	if !a.scope.covers(v) {
		return false
	}
	if p.any(Visitor, "foreign", v, s) {
		return true
	}
	if a.ID != "" && s.Kind == AccountKind && s.Owner == ofPerson(a.ID).Owner && p.any(Visitor, "self", v, s) {
		return true
	}
	for _, m := range a.Members {
		relation := "foreign"
		if s.Kind == "" || m.Organisation == HouseSeat || m.Organisation == s.Owner || slices.Contains(s.CoOwners, m.Organisation) {
			relation = "own" // the house belongs to all of its administrators
		}
		if p.any(m.Role, relation, v, s) {
			return true
		}
	}
	return false
}

func (p Policy) any(role Role, relation string, v record.Verb, s record.Subject) bool {
	return slices.ContainsFunc(p.rights[standing{role, relation}], func(r Right) bool { return r.covers(s) && slices.Contains(r.Verbs, v) })
}

func (r Right) covers(s record.Subject) bool {
	if s.Kind == "" { // the house has no visibility
		return r.Kind == House || r.Role == Operator
	}
	return (r.Kind == "*" || r.Kind == s.Kind) && (r.Visibility == "*" || r.Visibility == string(s.Visibility))
}

// covers tells whether a token of this scope may do the verb at all; a browser has no scope and may do what its person may.
func (s Scope) covers(v record.Verb) bool {
	switch s {
	case "":
		return true
	case ReadAndWrite:
		return v != record.Administer
	}
	return v == record.Read
}
