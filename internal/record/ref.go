// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"regexp"
	"strings"
)

// Ref names a record: its kind and its slug, "finding/gdp-gap-2010". Slugs are one for all languages and never change, so a Ref
// may stand in bodies, folders and addresses.
type Ref string

var (
	slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	kindForm = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
)

// MaxSlug is the longest slug, in bytes.
const MaxSlug = 100

// NewRef joins kind and slug; it checks nothing.
func NewRef(kind, slug string) Ref { return Ref(kind + "/" + slug) }

// Kind is the part before the slash.
func (r Ref) Kind() string { k, _, _ := strings.Cut(string(r), "/"); return k }

// Slug is the part after the slash.
func (r Ref) Slug() string { _, s, _ := strings.Cut(string(r), "/"); return s }

// Valid tells whether both parts have their form.
func (r Ref) Valid() bool { return kindForm.MatchString(r.Kind()) && ValidSlug(r.Slug()) }

// ValidSlug tells whether s is a slug: lower-case Latin letters and digits, single hyphens between, at most MaxSlug bytes.
func ValidSlug(s string) bool { return len(s) <= MaxSlug && slugForm.MatchString(s) }
