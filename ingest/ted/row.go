package ted

import "dubbelkrona/internal/rawbatch"

// column is the number of a raw column.
type column int

// The raw columns, in their order. A batch has all of them.
const (
	colRecord column = iota
	colContractID
	colNotice
	colNoticeType
	colStatus
	colLot
	colContractNo
	colBuyerName
	colBuyerOrgNo
	colWinnerName
	colWinnerOrgNo
	colTitle
	colCPV
	colProcedure
	colReservedParticipation
	colReservedExecution
	colSocialObjective
	colSocialClause
	colSigned
	colPublished
	colStart
	colEnd
	colValue
	colCurrency
	colValueLow
	colValueHigh
	colEstimatedValue
	colEstimatedCurrency
	colVATBasis
	colWithheld
	colProcedureID
	colPreviousNotice
	colOrgNo
	colName
	colRole
	colCountry
	columnCount
)

// columnNames are the names of the columns, by number.
var columnNames = [columnCount]string{
	"record", "contract_id", "notice", "notice_type", "status", "lot", "contract_no",
	"buyer_name", "buyer_org_no", "winner_name", "winner_org_no",
	"title", "cpv", "procedure", "reserved_participation", "reserved_execution", "social_objective", "social_clause",
	"signed", "published", "start", "end",
	"value", "currency", "value_low", "value_high", "estimated_value", "estimated_currency", "vat_basis", "withheld",
	"procedure_id", "previous_notice",
	"org_no", "name", "role", "country",
}

// The kinds of records.
const (
	recordContract     = "contract"
	recordOrganisation = "organisation"
	recordNotice       = "notice"
)

// The statuses of a contract.
const (
	statusPlanned      = "planned"      // announced, no call for competition yet
	statusTender       = "tender"       // tenders are or were called for
	statusAwarded      = "awarded"      // a contract or a winner
	statusOpen         = "open"         // a result without a winner so far
	statusUnsuccessful = "unsuccessful" // ended without a winner
	statusCancelled    = "cancelled"    // cancelled by the buyer
	statusExAnte       = "ex-ante"      // voluntary announcement of a direct award to come
	statusModified     = "modified"     // a contract that was changed while it ran
	statusCompleted    = "completed"    // carried out
)

// yes and no are the texts of booleans.
const (
	yes = "yes"
	no  = "no"
)

// row is a raw row; an empty cell is unknown.
type row [columnCount]string

// writer adds rows to batches.
type writer struct{ *rawbatch.Batcher }

// add adds a row. fault is a rule, a colon and an explanation, or empty.
func (w writer) add(r *row, fault string) error {
	for i, cell := range r {
		w.SetText(i, cell)
	}
	w.Fault(fault)
	return w.EndNext()
}
