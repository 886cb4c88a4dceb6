// SPDX-License-Identifier: EUPL-1.2

package db_test

import (
	"testing"

	"github.com/sumanus/sumanus/internal/db/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }
