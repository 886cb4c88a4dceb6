// SPDX-License-Identifier: EUPL-1.2

package recordtest

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/sumanus/sumanus/internal/record"
)

// Kinds checks what the mechanism asks of a kind: a stored sample of every schema that is read, is valid, derives only allowed
// links, and comes out as it went in at the present schema.
func Kinds(t *testing.T, kinds []record.Kind) {
	t.Helper()
	if _, err := record.NewRegistry(kinds...); err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		if len(k.Samples) != k.Schema {
			t.Errorf("%s has %d samples for %d schemas", k.Name, len(k.Samples), k.Schema)
		}
		for i, sample := range k.Samples {
			b, err := k.Decode(i+1, []byte(sample))
			if err != nil {
				t.Errorf("%s, schema %d: %v", k.Name, i+1, err)
				continue
			}
			if f := Faults(b); f != "" {
				t.Errorf("%s, schema %d: %s", k.Name, i+1, f)
			}
			for _, l := range b.Links() {
				if !record.Allowed(l.Kind, k.Name, l.To.Kind()) {
					t.Errorf("%s derives a link that is not allowed: %+v", k.Name, l)
				}
			}
			if i+1 == k.Schema {
				fitsSchema(t, k, sample)
			}
			if again, err := record.Canonical(b); err != nil || i+1 == k.Schema && string(again) != sample {
				t.Errorf("%s: the sample is not what is stored: %s (%v)", k.Name, again, err)
			}
		}
	}
}

// Faults is what Validate says of a body, in no language; empty when it is in order.
func Faults(b record.Body) string {
	c := record.NewCheck(nil)
	b.Validate(c)
	if c.Err() == nil {
		return ""
	}
	return c.Err().Error()
}

// fitsSchema checks a body against the kind's JSON Schema with a validator that is not ours, and that a field the kind does not
// have is refused.
func fitsSchema(t *testing.T, k record.Kind, body string) {
	t.Helper()
	raw, err := record.Canonical(k.JSONSchema())
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("kind.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("kind.json")
	if err != nil {
		t.Fatalf("%s: %v", k.Name, err)
	}
	for text, fits := range map[string]bool{body: true, `{"no_such_field":1,` + body[1:]: false} {
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); (err == nil) != fits {
			t.Errorf("%s: fits its schema: %v, want %v: %v", k.Name, err == nil, fits, err)
		}
	}
}
