// SPDX-License-Identifier: EUPL-1.2

package method

import (
	"slices"

	"github.com/sumanus/sumanus/internal/fault"
)

// methods is the list; a new method adds its line. The order is that of lists shown to people: by family, the simple before the deep.
var methods = []*Method{
	&structureMethod,
	&complexityMethod, &opportunitiesMethod, &complementarityMethod,
	&weightsMethod, &moranMethod, &gearyMethod, &generalGMethod, &joinCountsMethod,
	&localMoranMethod, &localGearyMethod, &getisOrdMethod,
	&compositeMethod,
	&peersMethod,
	&convergenceMethod,
	&ahpMethod, &topsisMethod, &prometheeMethod, &coherenceMethod, &crossImpactMethod,
	&equalSharesMethod,
	&cohortMethod, &hamiltonMethod, &residualMethod,
	&opinionMethod,
	&pMedianMethod, &coveringMethod, &setCoveringMethod, &catchmentMethod, &borderAccessMethod,
	&forecastMethod,
	&tiesMethod,
	&flowBalanceMethod, &functionalRegionsMethod, &intramaxMethod, &gravityMethod,
}

// All lists the methods.
func All() []*Method { return slices.Clone(methods) }

// Find gives a method by its id.
func Find(id string) (*Method, error) {
	for _, m := range methods {
		if m.ID == id {
			return m, nil
		}
	}
	ids := make([]string, len(methods))
	for i, m := range methods {
		ids[i] = m.ID
	}
	return nil, fault.New(fault.Invalid, "method.unknown-method", fault.A{"found": id, "expected": ids})
}
