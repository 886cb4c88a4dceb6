// SPDX-License-Identifier: EUPL-1.2

package publication_test

import (
	"testing"

	"github.com/sumanus/sumanus/internal/publication"
	"github.com/sumanus/sumanus/internal/record/recordtest"
)

func TestKinds(t *testing.T) { recordtest.Kinds(t, publication.Kinds()) }
