// SPDX-License-Identifier: EUPL-1.2

package cli

import (
	"net"
	"testing"
)

func TestTheAddressPrintedCanBeOpened(t *testing.T) {
	for from, want := range map[string]string{
		"127.0.0.1:8080": "http://127.0.0.1:8080",
		"0.0.0.0:8080":   "http://localhost:8080",
		"[::]:8080":      "http://localhost:8080",
		"[::1]:8080":     "http://[::1]:8080",
		"10.0.0.7:80":    "http://10.0.0.7:80",
	} {
		a, err := net.ResolveTCPAddr("tcp", from)
		if err != nil {
			t.Fatal(err)
		}
		if got := at(a); got != want {
			t.Errorf("%s is printed as %s, want %s", from, got, want)
		}
	}
}
