// SPDX-License-Identifier: EUPL-1.2

package identitytest

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
)

var b64 = base64.RawURLEncoding

// Device is an authenticator in software: one passkey for each site, ES256, verified by a finger that always fits.
type Device struct {
	Random io.Reader
	// Unverified makes it skip the finger.
	Unverified bool
	// Counter is counted up at every signature, when it does not stand still.
	Counter uint32
	Still   bool

	id     []byte
	key    *ecdsa.PrivateKey
	handle []byte
}

// the parts of the options that a device looks at.
type options struct {
	Challenge string `json:"challenge"`
	RPID      string `json:"rpId"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
}

func (d *Device) flags(attested bool) byte {
	f := byte(0x01) // somebody is there
	if !d.Unverified {
		f |= 0x04
	}
	if attested {
		f |= 0x40
	}
	return f
}

func (d *Device) authData(rp string, attested []byte) []byte {
	if !d.Still {
		d.Counter++
	}
	sum := sha256.Sum256([]byte(rp))
	out := append(sum[:], d.flags(attested != nil))
	out = binary.BigEndian.AppendUint32(out, d.Counter)
	return append(out, attested...)
}

func clientData(kind, challenge, origin string) ([]byte, error) {
	return json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false})
}

// Create answers navigator.credentials.create, at the origin.
func (d *Device) Create(raw json.RawMessage, origin string) ([]byte, error) {
	var o options
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, err
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), d.Random)
	if err != nil {
		return nil, err
	}
	d.key, d.id = key, make([]byte, 16)
	if _, err := io.ReadFull(d.Random, d.id); err != nil {
		return nil, err
	}
	if d.handle, err = b64.DecodeString(o.User.ID); err != nil {
		return nil, err
	}
	public, err := key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		return nil, err
	}
	var cose bytes.Buffer // COSE_Key: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
	cose.Write([]byte{0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20})
	cose.Write(public[1:33])
	cose.Write([]byte{0x22, 0x58, 0x20})
	cose.Write(public[33:])
	attested := make([]byte, 16) // no model is told
	attested = binary.BigEndian.AppendUint16(attested, uint16(len(d.id)))
	attested = append(append(attested, d.id...), cose.Bytes()...)
	auth := d.authData(o.RP.ID, attested)
	if len(auth) > 255 {
		return nil, fmt.Errorf("authenticator data of %d bytes", len(auth))
	}
	var object bytes.Buffer // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}
	object.Write([]byte{0xa3, 0x63})
	object.WriteString("fmt")
	object.WriteByte(0x64)
	object.WriteString("none")
	object.WriteByte(0x67)
	object.WriteString("attStmt")
	object.Write([]byte{0xa0, 0x68})
	object.WriteString("authData")
	object.Write([]byte{0x58, byte(len(auth))})
	object.Write(auth)
	client, err := clientData("webauthn.create", o.Challenge, origin)
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{
		"id": b64.EncodeToString(d.id), "rawId": b64.EncodeToString(d.id), "type": "public-key",
		"response": map[string]any{"clientDataJSON": b64.EncodeToString(client), "attestationObject": b64.EncodeToString(object.Bytes()), "transports": []string{"internal"}},
	})
}

// Get answers navigator.credentials.get, at the origin.
func (d *Device) Get(raw json.RawMessage, origin string) ([]byte, error) {
	var o options
	if err := json.Unmarshal(raw, &o); err != nil {
		return nil, err
	}
	if d.key == nil {
		return nil, fmt.Errorf("the device has no passkey")
	}
	auth := d.authData(o.RPID, nil)
	client, err := clientData("webauthn.get", o.Challenge, origin)
	if err != nil {
		return nil, err
	}
	hashed := sha256.Sum256(client)
	digest := sha256.Sum256(append(append([]byte{}, auth...), hashed[:]...))
	signature, err := ecdsa.SignASN1(d.Random, d.key, digest[:])
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{
		"id": b64.EncodeToString(d.id), "rawId": b64.EncodeToString(d.id), "type": "public-key",
		"response": map[string]any{"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(auth),
			"signature": b64.EncodeToString(signature), "userHandle": b64.EncodeToString(d.handle)},
	})
}
