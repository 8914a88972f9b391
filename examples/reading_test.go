package examples_test

import (
	"math"
	"strings"
	"testing"
)

// For each contract of the example the five actors add up to the authority's sum, and the
// sum with the terms of the bridge is the social value that double_value_of_contract has,
// to the krona.
func (d *demo) bridgesTheReading(t *testing.T) {
	contracts := make(map[string]map[string]float64)
	for _, row := range d.ask(`SELECT dimensions, part, CAST(value AS DOUBLE) FROM metric.result WHERE metric = 'uhm_reading' AND "grouping" = 'contract' AND value IS NOT NULL`) {
		id := row[0].(string)
		if contracts[id] == nil {
			contracts[id] = make(map[string]float64)
		}
		part, _ := row[1].(string)
		contracts[id][part] = row[2].(float64)
	}
	bridged := 0
	for id, parts := range contracts {
		total, known := parts[""]
		if !known {
			continue
		}
		if five := parts["individ"] + parts["kommun"] + parts["region"] + parts["stat"] + parts["arbetsgivare"]; math.Abs(five-total) > 0.005 {
			t.Errorf("%s: the five actors get %.2f of %.2f", id, five, total)
		}
		ours, known := parts["kr_social"]
		if !known {
			continue
		}
		bridged++
		for part, value := range parts {
			if strings.HasPrefix(part, "bridge_") {
				total += value
			}
		}
		if math.Abs(total-ours) > 0.5 {
			t.Errorf("%s: the bridge leads to %.2f, the social value is %.2f", id, total, ours)
		}
		row := d.ask(`SELECT CAST(value AS DOUBLE) FROM metric.result WHERE metric = 'double_value_of_contract' AND part = 'kr_social' AND dimensions = '` + id + `'`)
		if len(row) != 1 || number(row[0][0]) != ours {
			t.Errorf("%s: the social value is %v in double_value_of_contract, %.2f here", id, row, ours)
		}
	}
	if bridged < 6 {
		t.Errorf("only %d contracts are bridged", bridged)
	}
}
