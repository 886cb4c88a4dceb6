// SPDX-License-Identifier: EUPL-1.2

package record

// Visibility says who may see a record.
type Visibility string

// The three visibilities.
const (
	Private      Visibility = "private"  // the owner and the co-owners
	PartnersOnly Visibility = "partners" // all organisations of the partnership
	Public       Visibility = "public"   // everybody
)

// Valid tells whether v is one of the three.
func (v Visibility) Valid() bool { return v == Private || v == PartnersOnly || v == Public }

// Verb is what somebody wants to do with a record.
type Verb string

// The verbs of the rights table.
const (
	Read       Verb = "read"
	Create     Verb = "create"
	Change     Verb = "change"
	Delete     Verb = "delete" // and restoring what was deleted
	Adopt      Verb = "adopt"
	Publish    Verb = "publish"
	Import     Verb = "import"     // new figures into a dataset
	Administer Verb = "administer" // people, rights, backup, erasure
)

// Actor is whoever acts. The id is pseudonymous: it names nobody without the tables of internal/identity.
type Actor interface {
	ActorID() string
}

// Subject is what a right is asked for.
type Subject struct {
	Kind       string
	Owner      Ref
	CoOwners   []Ref
	Visibility Visibility
}

// Policy decides rights. It must be a pure function of its arguments: it is asked for every record of a list.
type Policy interface {
	Allows(a Actor, v Verb, s Subject) bool
}
