package dubbelkrona

// Cell says which figure a result is, with the texts of its columns in metric.result.
type Cell struct {
	Metric       string     `json:"metric"`
	Part         string     `json:"part"`
	PeriodGrain  string     `json:"period_grain"`
	Period       string     `json:"period"`
	Grouping     string     `json:"grouping"`
	Municipality string     `json:"municipality"`
	Dimensions   Dimensions `json:"dimensions"`
}
