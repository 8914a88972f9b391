package transform

// The columns of a contract that state whether it is reserved.
const (
	contractTable   = "contract"
	reservedColumn  = "reserved"
	executionColumn = "reserved_execution"
)

// reservation is the column reserved of a contract. The law (LOU 4:18) allows
// two kinds of reservation: of who may take part, and of performance within
// programmes of sheltered employment. Sources state them in two fields; a
// contract with either kind is reserved.
type reservation struct {
	typed[bool]
	execution *typed[bool]
}

func (c *reservation) complete(r *rows) {
	for j, known := range c.execution.valid {
		if known && c.execution.values[j] {
			c.set(j, true)
		}
	}
	c.typed.complete(r)
}
