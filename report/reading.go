package report

// reading is the metric of the procurement authority's reading.
const reading = "uhm_reading"

// Reading is the authority's sum for each contract of what is shown in full, and what
// leads from it to the social value.
func (p groups) Reading() table {
	t := table{ID: p.ID("reading"), Quiet: true, Sort: true, Caption: p.T("Upphandlingsmyndighetens läsning bredvid vår", "The procurement authority's reading beside ours"),
		Head: heads(1, p.T("Avtal", "Contract"), p.T("Myndighetens summa,\u00a0kr", "The authority's sum,\u00a0SEK"))}
	parts := []string{"bridge_employer", "bridge_indirect_tax", "bridge_procurement", "bridge_anyway", "bridge_displacement", "bridge_aftermath", "bridge_subsidy", "kr_social"}
	for _, part := range parts {
		t.Head = append(t.Head, column{Text: p.title(reading, part), Number: true})
	}
	sums := make(map[string]*cell)
	for _, c := range p.of(reading, "all", "contract", "") {
		if id, known := c.dimension("contract"); known {
			sums[id] = c
		}
	}
	for _, one := range p.contracts(0) {
		c := sums[one.ID]
		if c == nil {
			continue
		}
		r := row{Group: p.about(c, one.ID), Entries: []entry{words(one.ID), p.shown(c, "")}}
		for _, part := range parts {
			r.Entries = append(r.Entries, p.shown(c, part))
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}
