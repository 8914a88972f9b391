package ocds

import "dubbelkrona/internal/jsontext"

// transactions writes the payments of a contract. OCDS 1.0 has other field
// names.
func (w *rows) transactions(v *view, contractID string, contract, award *jsontext.Value) error {
	list := contract.At("implementation", "transactions").Elements()
	for i := range list {
		t := &list[i]
		// Merging cannot distinguish such a payment from a repetition of it.
		if v.history != nil && idText(t.Get("id")) == "" {
			if err := w.fault("transaction.id: a transaction has no id, in a process of several releases, so that it may be there more than once"); err != nil {
				return err
			}
			continue
		}
		buyer := v.parties.find(either(t, "payer", "providerOrganization"))
		if buyer == nil {
			buyer = v.buyer
		}
		suppliers := v.suppliers(contract, award)
		if payee := either(t, "payee", "receiverOrganization"); payee != nil {
			suppliers = []*jsontext.Value{v.parties.find(payee)}
		}
		w.common(recordTransaction, v.ocid, contractID, buyer, suppliers)
		w.set(colTransactionID, idText(t.Get("id")))
		w.set(colDate, trimmed(t.Get("date")))
		w.money(colAmount, either(t, "value", "amount"))
		w.set(colSource, textOf(t.Get("source")))
		if err := w.EndNext(); err != nil {
			return err
		}
	}
	return nil
}

// either returns the first of the named fields that is an object.
func either(v *jsontext.Value, names ...string) *jsontext.Value {
	for _, name := range names {
		if field := v.Get(name); field.Is(jsontext.Object) {
			return field
		}
	}
	return nil
}
