package wording

// stateWords are the Swedish words for states of runs and slots, kinds of slots and
// severities; the English words are the values themselves.
var stateWords = map[string]string{
	"started": "pågår", "done": "klar", "partial": "delvis klar", "blocked": "stoppad", "failed": "misslyckad", "abandoned": "avbruten",
	"due": "väntar", "running": "pågår", "missed": "uteblev", "skipped": "hoppades över",
	"scheduled": "schema", "backfill": "i efterhand", "warn": "varning", "reject": "karantän",
}

// State writes a state of a run or a slot, a kind of slot or a severity; any other
// value as it is.
func (l Language) State(state string) string {
	if word, known := stateWords[state]; known {
		return l.Pick(word, state)
	}
	return state
}
