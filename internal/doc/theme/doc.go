// SPDX-License-Identifier: EUPL-1.2

// Package theme is the one place of the design: the stylesheet with its tokens, the faces, the logo, and the shell of a published
// page. A published folder holds what Files gives and opens without a server, a network or a script. The running site adds a second
// stylesheet, workbench.css, for what only it needs: masthead, forms, decisions, plans along time, states.
//
// What may live here: how things look and the frame around a page. What may not: what a page says (rooms), how the model becomes
// markup (package html), the drawing of charts (package chart, whose own rules are appended to the stylesheet by who publishes).
//
// Principles, in the order in which they win:
//
//   - Amber means "this waits for a person". Nothing else is amber.
//   - Serif speaks for the plan, sans for the workbench.
//   - Every number carries its source; unknown is hatched and said in words.
//   - A region has a hue and a sign, the same everywhere, used for nothing else.
//   - Shape and word before colour. Lines instead of boxes. No shadow, gradient, animation or decorative icon.
//
// Colours stand in sumanus.css once, as light-dark() pairs; CSS adds plain values for older browsers, theme_test computes the
// contrast of every pair.
package theme
