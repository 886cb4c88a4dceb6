// SPDX-License-Identifier: EUPL-1.2

package check

// Rule is one thing that a plan should keep.
type Rule struct {
	ID    string // kebab-case, never renamed: scripts and continuous integration ask for it
	Level Level  // the gravest level it gives
	Why   string // key: why the rule is there
	Mend  string // key: how to mend a hit
	look  func(*house) []Hit
}

// Rules lists all rules along the thread, from the numbers to what is published.
func Rules() []Rule {
	return []Rule{
		verdictRule, roundingRule, percentAverageRule, nakedNumberRule, nakedComparativeRule, marksDifferRule, withdrawnRule,
		restsOnNothingRule, priorityWithoutMeasureRule, measureWithoutIndicatorRule, measureWithoutActionRule, leadsNowhereRule,
		targetWithoutIndicatorRule, targetWithoutBaselineRule, targetWithoutAimRule, targetWithoutSourceRule,
		actionWithoutResponsibleRule, actionWithoutDatesRule, actionWithoutBudgetRule, lateActionRule,
		staleTranslationRule, missingTranslationRule, orphanRule, restsOnPrivateRule,
	}
}
