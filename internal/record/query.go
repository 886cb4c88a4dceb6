// SPDX-License-Identifier: EUPL-1.2

package record

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/i18n"
)

// Operator compares a declared field.
type Operator string

// The operators. Contains folds letters: "pletros" finds "plėtros".
const (
	Equal    Operator = "="
	Less     Operator = "<"
	Greater  Operator = ">"
	Contains Operator = "contains"
)

// Condition is one test of a declared field. Value is a string for text, dates and references, a float64 for numbers, an int64 for
// cents.
type Condition struct {
	Field string
	Op    Operator
	Value any
}

// Query asks for records of one kind by declared fields. All conditions hold together.
type Query struct {
	Kind  string
	Where []Condition
	// OrderBy is a declared field; empty is by slug. Records without the field come last. Texts are in the human order of Lang.
	OrderBy    string
	Lang       string
	Descending bool
	Offset     int
	Limit      int // 0 is no limit
}

// Query finds the visible records. The order is the same on every database: by the field, then by slug.
func (tx *ReadTx) Query(ctx context.Context, q Query) ([]Record, error) {
	if !tx.moment.IsZero() {
		return nil, fault.New(fault.Invalid, "record.query-in-past")
	}
	if _, err := tx.store.kinds.Kind(q.Kind); err != nil {
		return nil, err
	}
	found, err := Kept(tx, fmt.Sprintf("record.query %#v", q), weighRecords, func() ([]Record, error) { return tx.query(ctx, q) })
	return slices.Clone(found), err
}

func (tx *ReadTx) query(ctx context.Context, q Query) ([]Record, error) {
	b := &builder{}
	var sql strings.Builder
	fmt.Fprintf(&sql, `SELECT %s FROM record r`, recordColumns)
	if q.OrderBy != "" {
		fmt.Fprintf(&sql, ` LEFT JOIN record_field f ON f.record_id = r.id AND f.position = 0 AND f.name = %s AND f.lang IN ('', %s)`, b.arg(q.OrderBy), b.arg(q.Lang))
	}
	fmt.Fprintf(&sql, ` WHERE r.kind = %s AND r.deleted = 0`, b.arg(q.Kind))
	for _, c := range q.Where {
		cond, err := b.condition(c)
		if err != nil {
			return nil, err
		}
		sql.WriteString(cond)
	}
	sql.WriteString(` ORDER BY `)
	if q.OrderBy != "" {
		dir := ""
		if q.Descending {
			dir = " DESC"
		}
		// sort_key where the field is a text of a language, else the plain value; a field has one type, so the columns never mix.
		fmt.Fprintf(&sql, `CASE WHEN f.record_id IS NULL THEN 1 ELSE 0 END, f.sort_key%[1]s, f.text%[1]s, f.number%[1]s, f.cents%[1]s, `, dir)
	}
	sql.WriteString(`r.slug`)
	rows, err := tx.sql.Query(ctx, sql.String(), b.args...)
	if err != nil {
		return nil, err
	}
	found, err := tx.collect(rows)
	if err != nil {
		return nil, err
	}
	// Rights are decided by the policy alone, so pages are cut after it has spoken.
	found = found[min(max(q.Offset, 0), len(found)):]
	if q.Limit > 0 && q.Limit < len(found) {
		found = found[:q.Limit]
	}
	return found, nil
}

type builder struct{ args []any }

func (b *builder) arg(v any) string {
	b.args = append(b.args, v)
	return fmt.Sprintf("$%d", len(b.args))
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func (b *builder) condition(c Condition) (string, error) {
	name := b.arg(c.Field)
	var test string
	switch v := c.Value.(type) {
	case string:
		if c.Op == Contains {
			test = `c.folded LIKE ` + b.arg("%"+likeEscaper.Replace(i18n.Fold(v))+"%") + ` ESCAPE '\'`
			break
		}
		test = `c.text ` + string(c.Op) + ` ` + b.arg(v)
	case Ref:
		test = `c.text ` + string(c.Op) + ` ` + b.arg(string(v))
	case float64:
		test = `c.number ` + string(c.Op) + ` ` + b.arg(v)
	case int64:
		test = `c.cents ` + string(c.Op) + ` ` + b.arg(v)
	default:
		return "", fault.New(fault.Invalid, "record.bad-value")
	}
	switch c.Op {
	case Equal, Less, Greater:
	case Contains:
		if _, ok := c.Value.(string); !ok {
			return "", fault.New(fault.Invalid, "record.bad-value")
		}
	default:
		return "", fault.New(fault.Invalid, "record.bad-value")
	}
	return ` AND EXISTS (SELECT 1 FROM record_field c WHERE c.record_id = r.id AND c.name = ` + name + ` AND ` + test + `)`, nil
}
