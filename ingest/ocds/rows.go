package ocds

import (
	"dubbelkrona/ingest"
	"dubbelkrona/internal/jsontext"
	"dubbelkrona/internal/rawbatch"
)

// columnNames are the columns of all rows, whatever their record.
var columnNames = [...]string{
	colRecord: "record", colOCID: "ocid", colContractID: "contract_id",
	colBuyerNo: "buyer_org_no", colBuyerName: "buyer_name", colSupplierNo: "supplier_org_no", colSupplierName: "supplier_name",
	colTitle: "title", colCPV: "cpv", colProcedure: "procedure",
	colReserved: "reserved", colReservedExecution: "reserved_execution", colSocialClause: "social_clause", colSocialObjective: "social_objective",
	colSigned: "signed", colStart: "start", colEnd: "end", colValue: "value", colCurrency: "currency", colStatus: "status", colAmendments: "amendments",
	colTransactionID: "transaction_id", colDate: "date", colAmount: "amount", colSource: "source",
	colOrgNo: "org_no", colName: "name",
}

// column is one of columnNames.
type column int

const (
	colRecord column = iota
	colOCID
	colContractID
	colBuyerNo
	colBuyerName
	colSupplierNo
	colSupplierName
	colTitle
	colCPV
	colProcedure
	colReserved
	colReservedExecution
	colSocialClause
	colSocialObjective
	colSigned
	colStart
	colEnd
	colValue
	colCurrency
	colStatus
	colAmendments
	colTransactionID
	colDate
	colAmount
	colSource
	colOrgNo
	colName
)

// Values of the column record.
const (
	recordContract     = "contract"
	recordTransaction  = "transaction"
	recordOrganisation = "organisation"
)

// rows writes rows into batches. Its columns are those of columnNames, then the
// extra ones.
type rows struct {
	*rawbatch.Batcher
	currency string
	extra    []extraColumn
	orgs     register
}

func newRows(b *rawbatch.Batcher, f *Format, limits ingest.Limits) (*rows, error) {
	if err := b.AddColumns(columnNames[:]...); err != nil {
		return nil, err
	}
	for _, c := range f.extra {
		if err := b.AddColumns(c.name); err != nil {
			return nil, err
		}
	}
	return &rows{Batcher: b, currency: f.currency, extra: f.extra, orgs: newRegister(limits.Memory)}, nil
}

// set sets a cell; an empty one is unknown and stays NULL.
func (w *rows) set(c column, text string) { w.SetText(int(c), text) }

// fault writes a faulty row for an element or process that is left out.
func (w *rows) fault(text string) error {
	w.Fault(text)
	return w.EndNext()
}

// organisations writes the rows of the recorded organisations.
func (w *rows) organisations() error {
	for _, o := range w.orgs.order {
		w.set(colRecord, recordOrganisation)
		w.set(colOrgNo, o.number)
		w.set(colName, o.name)
		if err := w.EndNext(); err != nil {
			return err
		}
	}
	return nil
}

// setExtra sets the extra columns of a contract row: texts and numbers
// unchanged, anything else as JSON.
func (w *rows) setExtra(roots map[string]*jsontext.Value) {
	for i, c := range w.extra {
		col := column(len(columnNames) + i)
		switch v := roots[c.root].At(c.path...); {
		case v == nil || v.Kind == jsontext.Null:
		case v.Kind == jsontext.Array || v.Kind == jsontext.Object:
			w.set(col, string(v.AppendJSON(nil)))
		default:
			w.set(col, v.Text)
		}
	}
}
