package report

// peerIndicator is the metric that compares a municipality with its peers.
const peerIndicator = "peer_indicator"

// Peers compares the indicators of the municipality that is shown with those of
// comparable municipalities, without a rank.
func (p groups) Peers() table {
	t := table{ID: p.ID("peers"), Quiet: true, Sort: true, Caption: p.T("Bredvid jämförbara kommuner", "Beside comparable municipalities"),
		Head: heads(3, p.T("Indikator", "Indicator"), p.T("År", "Year"), p.T("Grupp", "Group"), p.Place(), p.T("Median", "Median"), p.T("Lägst till högst", "Lowest to highest"),
			p.T("Jämförbara", "Comparable"), p.T("Okända", "Unknown"))}
	if p.Municipality == "" {
		return t
	}
	for _, c := range p.of(peerIndicator, "year", "municipality,peer_group,indicator", p.Municipality) {
		name, _ := c.dimension("indicator")
		group, _ := c.dimension("peer_group")
		t.Rows = append(t.Rows, row{Group: p.about(c, name), Entries: []entry{words(name), words(c.period), words(group), p.shown(c, "own"), p.shown(c, ""), p.span(c, ""), p.shown(c, "peers"), p.shown(c, "unknown")}})
	}
	return t
}
