// SPDX-License-Identifier: EUPL-1.2

package dataset

import (
	"context"

	"github.com/sumanus/sumanus/internal/fault"
	"github.com/sumanus/sumanus/internal/record"
	"github.com/sumanus/sumanus/territory"
)

// regionIndex finds regions by reference and by code.
type regionIndex struct {
	byRef  map[record.Ref]*Region
	byCode map[territory.Code]record.Ref
}

// regionIndex reads all visible regions once.
func (r *Reader) regionIndex(ctx context.Context) (*regionIndex, error) {
	if r.regions != nil {
		return r.regions, nil
	}
	index, err := indexRegions(ctx, r.tx)
	if err == nil {
		r.regions = index
	}
	return index, err
}

func indexRegions(ctx context.Context, tx record.Reader) (*regionIndex, error) {
	all, err := tx.All(ctx, "region")
	if err != nil {
		return nil, err
	}
	return indexOf(all), nil
}

func indexOf(all []record.Record) *regionIndex {
	index := &regionIndex{byRef: map[record.Ref]*Region{}, byCode: map[territory.Code]record.Ref{}}
	for _, rec := range all {
		body, ok := rec.Body.(*Region)
		if !ok {
			continue
		}
		index.byRef[rec.Ref] = body
		for _, c := range body.Codes {
			if _, taken := index.byCode[c]; !taken {
				index.byCode[c] = rec.Ref
			}
		}
	}
	return index
}

// region finds a region by reference; fault when it is not there.
func (r *Reader) region(ctx context.Context, ref record.Ref) (*Region, error) {
	index, err := r.regionIndex(ctx)
	if err != nil {
		return nil, err
	}
	if region, ok := index.byRef[ref]; ok {
		return region, nil
	}
	return nil, fault.New(fault.NotFound, "record.not-found", fault.A{"ref": string(ref)})
}

// name gives the territory-independent name of a code: the region's reference, or the territory, or the code itself.
func (x *regionIndex) name(scheme, version, code string) string {
	if ref, ok := x.byCode[territory.Code{Scheme: scheme, Version: version, Code: code}]; ok {
		return string(ref)
	}
	return identity(scheme, version, code)
}

// RegionOf finds the region that has a code in a version of a scheme; false when no visible region has it.
func (r *Reader) RegionOf(ctx context.Context, scheme, version, code string) (record.Ref, bool, error) {
	index, err := r.regionIndex(ctx)
	if err != nil {
		return "", false, err
	}
	ref, ok := index.byCode[territory.Code{Scheme: scheme, Version: version, Code: code}]
	return ref, ok, nil
}
