package present

import (
	"math/big"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

func kronor(t *testing.T, contracts, hundredths int64) dubbelkrona.ContractSum {
	t.Helper()
	n, err := dubbelkrona.NewNumber(big.NewInt(hundredths), 2)
	if err != nil {
		t.Fatal(err)
	}
	return dubbelkrona.ContractSum{Contracts: contracts, Spend: n}
}

func TestLacking(t *testing.T) {
	all := dubbelkrona.Lacking{Snapshot: "s1", Included: kronor(t, 1, 5000), Excluded: kronor(t, 2, 123456789),
		Names: []dubbelkrona.LackedName{
			{Name: "spend_date", Reason: dubbelkrona.Label{SV: "en post saknar datum", EN: "a posting has no date"}, ContractSum: kronor(t, 2, 123456789)},
			{Name: "wage\x1b[2J", ContractSum: kronor(t, 1, 0), Where: []string{"ask\nthem"}}},
		Omitted: []dubbelkrona.OmittedTerm{{Name: "jobbstimulans", Contracts: 3, Where: []string{"the law"}}}}
	for language, want := range map[string]string{
		"sv": "Det dubbla värdet saknar ännu (ögonblicksbild s1)\n" +
			"  spend_date (en post saknar datum): 2 avtal, 1\u00a0234\u00a0568 kr som inte är med i talet\n" +
			"  wage\\u001b[2J: 1 avtal, 0 kr som inte är med i talet\n    var värdet finns (på engelska): ask\\nthem\n" +
			"  Med i talet: 1 avtal, 50 kr. Inte med: 2 avtal, 1\u00a0234\u00a0568 kr.\n" +
			"Valfria termer som är utelämnade, eftersom ingen rad anger dem\n  jobbstimulans (3 avtal): det sparade försörjningsstödet är för högt\n    var värdet finns (på engelska): the law\n",
		"en": "What the double value still lacks (snapshot s1)\n" +
			"  spend_date (a posting has no date): 2 contracts, 1,234,568 SEK not in the figure\n" +
			"  wage\\u001b[2J: 1 contract, 0 SEK not in the figure\n    where to find it: ask\\nthem\n" +
			"  In the figure: 1 contract, 50 SEK. Not in it: 2 contracts, 1,234,568 SEK.\n" +
			"Optional terms that are left out, since no row states them\n  jobbstimulans (3 contracts): the social assistance saved is too high\n    where to find it: the law\n",
	} {
		var b strings.Builder
		if err := Lacking(&b, wording.Language(language), all); err != nil || b.String() != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", language, err, b.String(), want)
		}
	}
}

// Every term but one that is unknown here has words of its own.
func TestConsequencesDiffer(t *testing.T) {
	for _, language := range []string{"sv", "en"} {
		seen := map[string]string{}
		for _, name := range []string{"jobbstimulans", "regionreduktion", "utjamning_lambda", "utjamning_lambda_region", "mcpf", "another"} {
			words := consequence(wording.Language(language), name)
			if other, there := seen[words]; there {
				t.Errorf("%s: %s and %s are both %q", language, name, other, words)
			}
			seen[words] = name
		}
	}
}
