// SPDX-License-Identifier: EUPL-1.2

package sample_test

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"testing"

	"github.com/sumanus/sumanus/analysis/internal/sample"
	"github.com/sumanus/sumanus/analysis/matrix"
)

// The checksums are those published with the reference results, made by two other programs.
func TestJobsAreTheReferenceInput(t *testing.T) {
	for _, c := range []struct {
		end  bool
		want string
	}{
		{false, "627bd0e67dcfdc4cf479989636bbb1f49f32428171625d17730619f3013886a2"},
		{true, "5c0389eb92da4a36d759474d35d2bf62015af2cecad98182f76626eaa83281ee"},
	} {
		if got := digest(sample.Jobs(1200, 600, c.end)); got != c.want {
			t.Errorf("end %v: digest %s, want %s", c.end, got, c.want)
		}
	}
}

func digest(m *matrix.Matrix) string {
	sum := sha256.New()
	row := make([]byte, 4*m.Activities())
	for r := range m.Regions() {
		clear(row)
		columns, values := m.Row(r)
		for k, i := range columns {
			binary.LittleEndian.PutUint32(row[4*i:], uint32(values[k]))
		}
		sum.Write(row)
	}
	return hex.EncodeToString(sum.Sum(nil))
}
