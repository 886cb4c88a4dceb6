// SPDX-License-Identifier: EUPL-1.2

// Package showcase mounts the page that shows every component of the site in every state (ui.Showcase), for those who build pages and
// those who translate them. Nothing else lives here.
package showcase
