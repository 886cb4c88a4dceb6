// SPDX-License-Identifier: EUPL-1.2

package identity

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"io"
	"strings"
)

// tokenMark begins a token for programs, so that people and searchers for lost secrets know it when they see it.
const tokenMark = "sumanus_"

// newToken gives 256 random bits as 43 letters, digits, - and _.
func newToken(random io.Reader) (string, error) {
	var raw [32]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(raw[:]), nil
}

// newID gives a short name for something that is not secret.
func newID(random io.Reader, prefix string) (string, error) {
	var raw [8]byte
	if _, err := io.ReadFull(random, raw[:]); err != nil {
		return "", err
	}
	return prefix + hex.EncodeToString(raw[:]), nil
}

// hashOf is what is kept of a token. The token is random, so that a fast hash is enough.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// sameHash compares in constant time.
func sameHash(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// looksLikeToken keeps nonsense away from the database.
func looksLikeToken(token string) bool {
	rest := strings.TrimPrefix(token, tokenMark)
	if len(rest) != 43 {
		return false
	}
	_, err := base64.RawURLEncoding.DecodeString(rest)
	return err == nil
}
