package present

import (
	"fmt"
	"io"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// Lacking writes what the double value lacks, and which optional terms it is without.
func Lacking(w io.Writer, l wording.Language, all dubbelkrona.Lacking) error {
	var b strings.Builder
	fmt.Fprintf(&b, l.Pick("Det dubbla värdet saknar ännu (ögonblicksbild %s)\n", "What the double value still lacks (snapshot %s)\n"), all.Snapshot)
	if len(all.Names) == 0 {
		fmt.Fprintf(&b, "  %s\n", l.Pick("Ingenting saknas.", "Nothing is missing."))
	}
	for _, n := range all.Names {
		fmt.Fprintf(&b, l.Pick("  %s: %s som inte är med i talet\n", "  %s: %s not in the figure\n"), lackedName(l, n), contractSum(l, n.ContractSum))
		whereToFind(&b, l, n.Where)
	}
	fmt.Fprintf(&b, l.Pick("  Med i talet: %s. Inte med: %s.\n", "  In the figure: %s. Not in it: %s.\n"), contractSum(l, all.Included), contractSum(l, all.Excluded))
	omitted(&b, l, all.Omitted)
	_, err := io.WriteString(w, b.String())
	return err
}

// LackingUnknown is written if there is no snapshot.
func LackingUnknown(l wording.Language) string {
	return l.Pick("Det dubbla värdet saknar ännu: det är känt efter första körningen", "What the double value still lacks: known after the first run")
}

func omitted(b *strings.Builder, l wording.Language, terms []dubbelkrona.OmittedTerm) {
	if len(terms) == 0 {
		return
	}
	fmt.Fprintf(b, "%s\n", l.Pick("Valfria termer som är utelämnade, eftersom ingen rad anger dem", "Optional terms that are left out, since no row states them"))
	for _, t := range terms {
		fmt.Fprintf(b, "  %s (%s): %s\n", dubbelkrona.Printable(t.Name), contracts(l, t.Contracts), consequence(l, t.Name))
		whereToFind(b, l, t.Where)
	}
}

// consequence says in which direction the figures err without an optional term.
func consequence(l wording.Language, name string) string {
	switch name {
	case "jobbstimulans":
		return l.Pick("det sparade försörjningsstödet är för högt", "the social assistance saved is too high")
	case "regionreduktion":
		return l.Pick("statens vinst är för hög och personens för låg", "the state's gain is too high and the person's too low")
	case "utjamning_lambda":
		return l.Pick("kommunens belopp efter utjämning är okända; den behåller mindre än beloppen före", "the municipality's amounts after equalisation are unknown; it keeps less than those before it")
	case "utjamning_lambda_region":
		return l.Pick("regionens belopp efter utjämning är okända; den behåller mindre än beloppen före", "the region's amounts after equalisation are unknown; it keeps less than those before it")
	case "mcpf":
		return l.Pick("nettonuvärdet med skattekostnad (npv_mcpf) är okänt; det utan (npv) tar inte upp vad skatter kostar", "the net present value with the cost of public funds (npv_mcpf) is unknown; the one without (npv) leaves out what taxes cost")
	}
	return l.Pick("beloppen är utan den", "the amounts are without it")
}

func lackedName(l wording.Language, n dubbelkrona.LackedName) string {
	name := dubbelkrona.Printable(n.Name)
	if reason := n.Reason.In(string(l)); reason != "" {
		name += " (" + dubbelkrona.Printable(reason) + ")"
	}
	return name
}

func whereToFind(b *strings.Builder, l wording.Language, where []string) {
	for _, text := range where {
		fmt.Fprintf(b, l.Pick("    var värdet finns (på engelska): %s\n", "    where to find it: %s\n"), dubbelkrona.Printable(text))
	}
}

// contractSum writes a number of contracts and their spend: "2 avtal, 1 200 000 kr".
func contractSum(l wording.Language, sum dubbelkrona.ContractSum) string {
	return contracts(l, sum.Contracts) + ", " + l.Nullable(nullable(sum.Spend), 0) + l.Pick(" kr", " SEK")
}

func contracts(l wording.Language, n int64) string {
	return l.Count(n, dubbelkrona.Label{SV: "avtal", EN: "contract"}, dubbelkrona.Label{SV: "avtal", EN: "contracts"})
}
