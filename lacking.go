package dubbelkrona

// Lacking is what the double value of a snapshot lacks. It is about contracts, never
// about a person.
type Lacking struct {
	// Snapshot is its id.
	Snapshot string
	// Names are what contracts outside the double value lack, by Spend, the largest
	// first. A contract that lacks several is counted in each.
	Names []LackedName
	// Omitted are the optional terms that some contract has no value for.
	Omitted []OmittedTerm
	// Included are the contracts in the double value and Excluded the others.
	Included, Excluded ContractSum
}

// LackedName is a parameter or a fact that contracts lack.
type LackedName struct {
	Name string
	// Reason says in words what is missing; empty if Name does.
	Reason Label
	ContractSum
	// Where says where the value may be found, in the words of the built-in rows that
	// lack it.
	Where []string
}

// OmittedTerm is an optional parameter that contracts have no value for, so that
// their figures are without it.
type OmittedTerm struct {
	Name      string
	Contracts int64
	Where     []string // as in LackedName
}

// ContractSum is a number of contracts and the sum of their known postings, SEK.
type ContractSum struct {
	Contracts int64
	Spend     Number
}
