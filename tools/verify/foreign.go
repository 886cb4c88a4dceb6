// SPDX-License-Identifier: EUPL-1.2

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
)

// sumsFile lists files of other publishers that lie beside it, in the form of sha256sum.
const sumsFile = "SHA256SUMS"

// foreign gives the files of other publishers with the sums they must have. Rules about how the project writes are not for them.
func (t tree) foreign() (map[string]string, error) {
	wanted := map[string]string{}
	err := t.each(func(f string) bool { return path.Base(f) == sumsFile }, func(f string, data []byte) {
		for line := range strings.Lines(string(data)) {
			if sum, name, ok := strings.Cut(strings.TrimSpace(line), "  "); ok {
				wanted[path.Join(path.Dir(f), name)] = sum
			}
		}
	})
	return wanted, err
}

// untouched: what others published lies here as they made it, and all of it is there.
func untouched(t tree) (problems []string, err error) {
	wanted, err := t.foreign()
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	err = t.each(func(f string) bool { return wanted[f] != "" }, func(f string, data []byte) {
		found[f] = true
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != wanted[f] {
			problems = append(problems, f+" is not as its publisher made it; see "+path.Join(path.Dir(f), sumsFile))
		}
	})
	for f := range wanted {
		if !found[f] {
			problems = append(problems, f+" is named in "+sumsFile+" and is not there")
		}
	}
	return problems, err
}
