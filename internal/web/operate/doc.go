// SPDX-License-Identifier: EUPL-1.2

// Package operate is for those who keep the house running: whether it lives and is ready, numbers for a monitoring program, a log of
// requests without personal data, and the nightly backup that is opened to prove it.
//
// What may live here: what an operator asks of a running server. What may not: pages for readers, rights of persons; nothing here
// shows the content of a record. The addresses /livez and /readyz say nothing but yes or no and why; /metrics answers this machine and
// whoever has its token.
package operate
