// SPDX-License-Identifier: EUPL-1.2

// Package strategy holds what the partnership wants and does: plans with their vision, priorities, measures, actions and targets.
//
// A plan belongs to one or more regions and keeps its own words for its levels ("direction" in one, "priority" in the other). Several
// plans compose one joint strategy; a joint priority is composed of regional ones. Priorities rest on findings by stated links, each
// with its reason; measures contribute to priorities, actions to measures; targets are measured by indicators.
//
// Tree reads all of it in a fixed number of queries. What may not live here: figures (evidence), money spent (project), events
// (programme), rules of the linter (check).
package strategy
