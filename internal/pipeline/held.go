package pipeline

import (
	"context"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/wording"
)

// The rules of remarks that deliveries carry.
const (
	ruleVolume     = "volume.fell"   // less of a table, or another sum of its amounts, than before
	rulePeriod     = "volume.period" // a new period far from those before it
	ruleHeld       = "volume.held"   // a version is held back, the former one holds
	ruleTotalGone  = "total.gone"    // the object used to have a row with its total
	ruleQuarantine = "quarantine"    // rows are in quarantine
	ruleNothing    = "source.empty"  // nothing was found where the source looks
)

// typicalOf is how many periods a new one is compared with.
const typicalOf = 12

// loadHeld finds out what is held back.
func (in *intake) loadHeld(ctx context.Context) error {
	all, err := in.Ledger.Held(ctx)
	if err != nil {
		return err
	}
	in.held = make(map[[2]string]ledger.Held, len(all))
	for _, h := range all {
		in.held[[2]string{h.Source, h.Object}] = h
	}
	return nil
}

// heldPlan identifies all that the decision to hold back rests on besides the
// bytes.
func heldPlan(src *compile.Source) string { return src.Mapping + " " + src.Limits.String() }

// stillHeld is the error of a version that was held back before and has been
// accepted by nobody; nil for any other.
func (in *intake) stillHeld(ctx context.Context, src *compile.Source, held ledger.Held, sha256 string) error {
	if held.SHA256 != sha256 || held.Plan != heldPlan(src) {
		return nil
	}
	accepted, err := in.Ledger.Accepted(ctx, held.Source, held.Object, sha256)
	if err != nil {
		return projectError{err}
	}
	if accepted {
		return nil
	}
	return in.heldError(held)
}

// heldError says what is held back, why, and what to do.
func (in *intake) heldError(h ledger.Held) error {
	l := in.Language()
	return dubbelkrona.Errorf(dubbelkrona.Conflict, l.Pick(
		"hålls tillbaka, eftersom den skiljer sig för mycket från det den ersätter (%s); det som lästes förut gäller. Är den rätt: `dubbelkrona accept %s --reason \"…\"`",
		"held back, since it differs too much from what it replaces (%s); what was read before holds. If it is right: `dubbelkrona accept %s --reason \"…\"`"),
		Changes(in.Config.Language, h), acceptArguments(h))
}

// Changes says in a language by how much what is held back differs.
func Changes(language string, h ledger.Held) string {
	var changes []string
	for _, c := range h.Changes {
		changes = append(changes, change(wording.Language(language), c))
	}
	return strings.Join(changes, "; ")
}

// change writes how much there is of a table and how much there was.
func change(l wording.Language, c ledger.Remark) string {
	text := fmt.Sprintf("%s: %s → %s", c.Table, l.Number(*c.Before), l.Rows(*c.Rows))
	if c.Amount != nil && c.AmountBefore != nil {
		text += fmt.Sprintf(", %s → %s", l.Kronor(c.AmountBefore), l.Kronor(c.Amount))
	}
	return text
}

// acceptArguments name what is to be accepted, as a shell takes it.
func acceptArguments(h ledger.Held) string {
	return h.Source + " '" + strings.ReplaceAll(h.Object, "'", `'\''`) + "'"
}

// weigh decides by its volume whether a delivery of new bytes is committed, and
// gives what readers must know of it. The error says that it is held back.
func (in *intake) weigh(ctx context.Context, d *delivery, object ingest.Object, fingerprint ledger.Fingerprint, period string) (remarks []ledger.Remark, err error) {
	src := d.source
	if !src.Replaces() || object.Cursor != nil || src.BuiltIn() {
		return nil, nil
	}
	before, err := in.Ledger.Standing(ctx, src.Name, d.origin.Object, period, src.Mode)
	if err != nil {
		return nil, projectError{err}
	}
	if before.Committed.IsZero() {
		return in.weighPeriod(ctx, d, period)
	}
	remarks, held := d.compare(before, goesOn(period, before.Committed))
	if len(held) > 0 {
		if err := in.hold(ctx, d, fingerprint, held); err != nil {
			return nil, err
		}
	}
	if before.Totals > 0 && !d.issues.has(dubbelkrona.RuleTotal) {
		remarks = append(remarks, ledger.Remark{Rule: ruleTotalGone, Before: &before.Totals})
	}
	return remarks, nil
}

// compare judges each table against what it takes the place of.
func (d *delivery) compare(before ledger.Standing, wasOpen bool) (remarks, held []ledger.Remark) {
	tables := slices.AppendSeq(slices.Collect(maps.Keys(before.Volumes)), maps.Keys(d.tally))
	slices.Sort(tables)
	for _, table := range slices.Compact(tables) {
		now, was := d.tally[table], quantityOf(before.Volumes[table])
		if now.rows == 0 && was.amount != nil {
			now.amount = new(big.Int)
		}
		change := ledger.Remark{Table: table, Rule: ruleVolume, Rows: &now.rows, Before: &was.rows, Amount: now.amount, AmountBefore: was.amount}
		switch judge(d.source.Limits, now, was, wasOpen) {
		case heldBack:
			held = append(held, change)
		case remarked:
			remarks = append(remarks, change)
		}
	}
	return remarks, held
}

// weighPeriod compares a new period with those before it.
func (in *intake) weighPeriod(ctx context.Context, d *delivery, period string) (remarks []ledger.Remark, err error) {
	if period == "" {
		return nil, nil
	}
	before, err := in.Ledger.Periods(ctx, d.source.Name, period, typicalOf)
	if err != nil {
		return nil, projectError{err}
	}
	open := goesOn(period, in.Now())
	for _, table := range d.source.Plan.Tables() {
		var former []quantity
		for _, volumes := range before {
			former = append(former, quantityOf(volumes[table.Name]))
		}
		now := d.tally[table.Name]
		if typical, v := judgePeriod(d.source.Limits, now, former, open); v == remarked {
			remarks = append(remarks, ledger.Remark{Table: table.Name, Rule: rulePeriod, Rows: &now.rows, Before: &typical.rows,
				Amount: now.amount, AmountBefore: typical.amount})
		}
	}
	return remarks, nil
}

// hold holds a delivery back, unless exactly its bytes have been accepted.
func (in *intake) hold(ctx context.Context, d *delivery, fingerprint ledger.Fingerprint, changes []ledger.Remark) error {
	accepted, err := in.Ledger.Accepted(ctx, d.source.Name, d.origin.Object, d.origin.SHA256)
	if err != nil {
		return projectError{err}
	}
	if accepted {
		return nil
	}
	h := ledger.Held{Source: d.source.Name, Object: d.origin.Object, Fingerprint: fingerprint, SHA256: d.origin.SHA256,
		Plan: heldPlan(d.source), Changes: changes}
	if err := in.Ledger.Hold(ctx, h); err != nil {
		return projectError{err}
	}
	return in.heldError(h)
}
