// SPDX-License-Identifier: EUPL-1.2

package examples

import (
	"embed"
	"io/fs"
)

//go:embed kurzeme-klaipeda
var files embed.FS

// KurzemeKlaipeda is the partnership of Kurzeme and the Klaipėda region.
func KurzemeKlaipeda() (fs.FS, error) { return fs.Sub(files, "kurzeme-klaipeda") }
