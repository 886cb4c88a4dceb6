// SPDX-License-Identifier: EUPL-1.2

package complexity

// part is one connected part of the network of regions and activities.
type part struct {
	parts                             int
	regions, activities               int // how many stand in it
	region, activity                  []bool
	outsideRegions, outsideActivities []int
}

func (c part) hasRegion(r int) bool   { return c.region[r] }
func (c part) hasActivity(i int) bool { return c.activity[i] }

// largestPart finds the connected part with most regions; of equals, the one that holds the first region.
func (n *Network) largestPart() part {
	root := make([]int32, n.Activities())
	for i := range root {
		root[i] = int32(i)
	}
	find := func(i int32) int32 {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	open := 0 // activities that are somebody's
	for _, u := range n.Ubiquity {
		if u > 0 {
			open++
		}
	}
	for r := 0; r < n.Regions() && open > 1; r++ {
		list := n.Of(r)
		for k := 1; k < len(list); k++ {
			a, b := find(list[0]), find(list[k])
			if a != b {
				root[max(a, b)] = min(a, b)
				open--
			}
		}
	}
	members := make([]int, n.Activities())
	first := int32(-1)
	for r := range n.Regions() {
		if list := n.Of(r); len(list) > 0 {
			members[find(list[0])]++
		}
	}
	c := part{region: make([]bool, n.Regions()), activity: make([]bool, n.Activities())}
	for r := range n.Regions() {
		if list := n.Of(r); len(list) > 0 {
			if at := find(list[0]); first < 0 || members[at] > members[first] {
				first = at
			}
		}
	}
	for _, k := range members {
		if k > 0 {
			c.parts++
		}
	}
	for r := range c.region {
		list := n.Of(r)
		switch {
		case len(list) == 0:
		case find(list[0]) == first:
			c.region[r] = true
			c.regions++
		default:
			c.outsideRegions = append(c.outsideRegions, r)
		}
	}
	for i := range c.activity {
		switch {
		case !(n.Ubiquity[i] > 0):
		case find(int32(i)) == first:
			c.activity[i] = true
			c.activities++
		default:
			c.outsideActivities = append(c.outsideActivities, i)
		}
	}
	return c
}
