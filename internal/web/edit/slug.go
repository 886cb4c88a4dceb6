// SPDX-License-Identifier: EUPL-1.2

package edit

import (
	"context"
	"strconv"
	"strings"

	"github.com/sumanus/sumanus/internal/i18n"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/internal/web/draft"
)

// longestSlug is how long a suggested address name is: readable in a row of a table.
const longestSlug = 60

// slugOf makes an address name of a title: small Latin letters, digits and single hyphens, whole words.
func slugOf(title string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(i18n.Fold(title), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		if b.Len()+1+len(word) > longestSlug {
			if b.Len() == 0 {
				b.WriteString(word[:longestSlug])
			}
			break
		}
		if b.Len() > 0 {
			b.WriteByte('-')
		}
		b.WriteString(word)
	}
	return b.String()
}

// freeSlug suggests an address name that no record of the kind has. English makes the name where there is a title in it: names are the
// same for readers of all languages.
func freeSlug(ctx context.Context, tx *record.ReadTx, kind string, title record.Text) (string, error) {
	base := slugOf(title.In("en"))
	if base == "" {
		base = kind
	}
	for n := 1; ; n++ {
		slug := base
		if n > 1 {
			slug += "-" + strconv.Itoa(n)
		}
		if draft.IsNew(record.NewRef(kind, slug)) {
			continue // names of drafts
		}
		free, err := tx.Free(ctx, record.NewRef(kind, slug))
		if free || err != nil {
			return slug, err
		}
	}
}
