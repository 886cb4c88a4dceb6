// SPDX-License-Identifier: EUPL-1.2

package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/sumanus/sumanus/internal/fault"
)

func TestFaultSaysItsPlaceAndKeepsItsCause(t *testing.T) {
	cause := errors.New("disk")
	f := fault.New(fault.Unavailable, "db.cannot-open", fault.A{"path": "x"}).At(fault.Place{File: "a.csv", Line: 4, Column: "geo"}).Because(cause)
	wrapped := fmt.Errorf("while starting: %w", f)
	if !errors.Is(wrapped, cause) || !fault.Is(wrapped, "db.cannot-open") || fault.CodeOf(wrapped) != fault.Unavailable {
		t.Fatalf("lost on the way: %v", wrapped)
	}
	if got, want := f.Error(), "a.csv:4:geo: db.cannot-open path=x: disk"; got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
	if fault.CodeOf(cause) != fault.Internal {
		t.Fatal("an unknown error must be internal")
	}
}

func TestJoinKeepsAllAndChangesNone(t *testing.T) {
	if fault.Join(nil) != nil {
		t.Fatal("nothing joined must be nil")
	}
	a, b := fault.New(fault.Invalid, "a"), fault.New(fault.Invalid, "b")
	j := fault.Join([]*fault.Fault{a, b})
	if len(j.Also) != 1 || len(a.Also) != 0 {
		t.Fatalf("joined %v, first %v", j.Also, a.Also)
	}
}
