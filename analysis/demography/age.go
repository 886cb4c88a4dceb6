// SPDX-License-Identifier: EUPL-1.2

package demography

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// AgeKind says what the code of an age stands for.
type AgeKind int

// The kinds of ages.
const (
	Group   AgeKind = iota // an age or a group of ages
	Total                  // all ages
	Unknown                // an age that is not known
	Birth                  // those born during a step, before they are counted for the first time
)

// Ends of a group that are no age.
const (
	Open    = -1 // and older
	NoUpper = -2 // not told: the group ends where the next begins
)

// Age is an age group: completed years From to To, both within. To is Open or NoUpper where it ends otherwise.
type Age struct {
	Kind     AgeKind
	From, To int
}

var agePatterns = []struct {
	form *regexp.Regexp
	read func(a, b int) Age
}{
	{regexp.MustCompile(`^y?_?(\d{1,3})$`), func(a, _ int) Age { return Age{From: a, To: NoUpper} }},
	{regexp.MustCompile(`^y?_?(\d{1,3})\s*(?:-|–|—|_|to|iki|līdz)\s*(\d{1,3})$`), func(a, b int) Age { return Age{From: a, To: b} }},
	{regexp.MustCompile(`^y?_?(\d{1,3})\s*(?:\+|plus|and over|and older|and more|or more|or over|or older|ir daugiau|ir vyresni|un vairāk|un vecāki|-inf|-w)$`),
		func(a, _ int) Age { return Age{From: a, To: Open} }},
	{regexp.MustCompile(`^(?:y?_?ge\s*_?|>=\s*|≥\s*)(\d{1,3})$`), func(a, _ int) Age { return Age{From: a, To: Open} }},
	{regexp.MustCompile(`^(?:y?_?gt\s*_?|>\s*)(\d{1,3})$`), func(a, _ int) Age { return Age{From: a + 1, To: Open} }},
	{regexp.MustCompile(`^(?:y?_?lt\s*_?|<\s*|under\s+)(\d{1,3})$`), func(a, _ int) Age { return Age{From: 0, To: a - 1} }},
}

// agePrefix and ageSuffix are words beside a group that say nothing: "age 0-4", "0-4 years".
var (
	agePrefix = regexp.MustCompile(`^(?:aged?|y\.?o\.?)\s+`)
	ageSuffix = regexp.MustCompile(`\s*(?:years?|yrs?|m\.|metai|metų|gadi|gadu)(?:\s+old)?(\s|\+|$)`)
)

var ageWords = map[string]AgeKind{
	"total": Total, "all": Total, "t": Total, "_t": Total, "all ages": Total, "iš viso": Total, "viso": Total, "kopā": Total, "pavisam": Total,
	"unk": Unknown, "unknown": Unknown, "_u": Unknown, "nežinoma": Unknown, "nezināms": Unknown,
	"birth": Birth, "births": Birth, "b": Birth, "newborn": Birth, "newborns": Birth, "at birth": Birth, "-1": Birth, "gimę": Birth, "dzimušie": Birth,
}

// ParseAge reads the code of an age as offices and people write it: "0-4", "5", "85+", "85 and over", "Y_LT5", "Y5-9", "Y_GE85", "TOTAL", "UNK",
// "birth". It tells whether the code is one.
func ParseAge(code string) (Age, bool) {
	s := strings.ToLower(strings.TrimSpace(code))
	if k, ok := ageWords[s]; ok {
		return Age{Kind: k}, true
	}
	s = agePrefix.ReplaceAllString(s, "")
	s = strings.TrimSpace(ageSuffix.ReplaceAllString(s, "$1"))
	for _, p := range agePatterns {
		m := p.form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		a, err := strconv.Atoi(m[1])
		if err != nil {
			return Age{}, false
		}
		b := 0
		if len(m) > 2 {
			if b, err = strconv.Atoi(m[2]); err != nil {
				return Age{}, false
			}
		}
		age := p.read(a, b)
		return age, age.To < 0 || age.To >= age.From
	}
	return Age{}, false
}

// String writes the group: "0–4", "5", "85+".
func (a Age) String() string {
	switch {
	case a.Kind == Total:
		return "total"
	case a.Kind == Unknown:
		return "unknown"
	case a.Kind == Birth:
		return "birth"
	case a.To == Open:
		return strconv.Itoa(a.From) + "+"
	case a.To == NoUpper, a.To == a.From:
		return strconv.Itoa(a.From)
	}
	return strconv.Itoa(a.From) + "–" + strconv.Itoa(a.To)
}

// Ages are age groups of one width that leave out no age from birth on. The last takes in all older people.
type Ages struct {
	Width int
	List  []Age // in order; those given, so that labels can be found again
}

// Find gives the position of the group that begins at an age, or −1.
func (a Ages) Find(from int) int {
	if from < 0 || a.Width == 0 || from%a.Width != 0 || from/a.Width >= len(a.List) {
		return -1
	}
	return from / a.Width
}

// Groups puts age groups in order. They must be of one width and begin at 0; totals, unknown ages and births are passed over. Offices publish
// an open group beside the finer ones it is made of (Y_GE85 beside Y85-89 and Y_GE90): then the finer ones count. With last ≥ 0 the groups end with
// the one that begins there; whether older ones may be added to it is for the caller to know.
func Groups(given []Age, last int) (Ages, error) {
	list := finest(given, last)
	if len(list) == 0 {
		return Ages{}, fault(NoAges, "", "", "")
	}
	if list[0].From != 0 {
		return Ages{}, fault(FirstAge, "", list[0].String(), "0")
	}
	a := Ages{Width: width(list), List: list}
	for i, g := range list {
		before := g
		if i > 0 {
			before = list[i-1]
		}
		want := i * a.Width
		switch {
		case i > 0 && (g.From == before.From || before.To == Open):
			return Ages{}, fault(OverlapAge, "", g.String(), before.String())
		case g.From > want:
			return Ages{}, fault(MissingAge, "", before.String(), a.label(want))
		case g.From < want, g.To >= 0 && g.To != want+a.Width-1 && !(i == len(list)-1 && g.To > want):
			return Ages{}, fault(UnequalAge, "", g.String(), strconv.Itoa(a.Width))
		}
	}
	if last >= 0 && list[len(list)-1].From != last {
		return Ages{}, fault(MissingAge, "", list[len(list)-1].String(), strconv.Itoa(last)+"+")
	}
	return a, nil
}

// finest sorts groups and leaves out open ones that stand beside their parts, and what is older than the last.
func finest(given []Age, last int) []Age {
	var list []Age
	for _, g := range given {
		if g.Kind == Group && (last < 0 || g.From <= last) && !slices.Contains(list, g) {
			list = append(list, g)
		}
	}
	slices.SortFunc(list, func(a, b Age) int { return cmp.Or(a.From-b.From, a.To-b.To) })
	return slices.DeleteFunc(slices.Clone(list), func(g Age) bool {
		twin := slices.ContainsFunc(list, func(o Age) bool { return o.From == g.From && o != g })
		if last >= 0 && g.From == last {
			return twin && g.To != Open && slices.Contains(list, Age{From: last, To: Open})
		}
		return g.To == Open && twin
	})
}

// width is that of the first group, as it says itself or as the next one shows.
func width(list []Age) int {
	switch {
	case list[0].To >= 0:
		return list[0].To + 1
	case len(list) > 1 && list[1].From > 0:
		return list[1].From
	}
	return 1
}

func (a Ages) label(from int) string {
	if a.Width == 1 {
		return strconv.Itoa(from)
	}
	return Age{From: from, To: from + a.Width - 1}.String()
}
