package transform

// The columns of a contract that say whether it is reserved.
const (
	contractTable   = "contract"
	reservedColumn  = "reserved"
	executionColumn = "reserved_execution"
)

// reservation is the column reserved of a contract. The law knows two ways to
// reserve one (LOU 4:18): who may take part, and that it is carried out within
// programmes of sheltered employment. Sources write them in two places; a
// contract that is reserved in either way is reserved.
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
