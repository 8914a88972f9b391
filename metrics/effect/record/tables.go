package record

// Column is a column of a table. Comment explains it.
type Column struct{ Name, Kind, Comment string }

// Table is a table of schema effect. Name includes the schema.
type Table struct {
	Name, Comment string
	Columns       []Column
}

// The tables by what they have.
const (
	Verdict     = "effect.verdict"
	Estimate    = "effect.estimate"
	Covariance  = "effect.covariance"
	Balance     = "effect.balance"
	Overlap     = "effect.overlap"
	Finding     = "effect.finding"
	Sensitivity = "effect.sensitivity"
	Flag        = "effect.flag"
	Weight      = "effect.weight"
	Definition  = "effect.definition"
	Outcome     = "effect.outcome"
	Draw        = "effect.draw"
)

// Tables returns all tables that an effect is recorded in.
func Tables() []Table {
	return []Table{verdictTable, estimateTable, covarianceTable, balanceTable, overlapTable, findingTable, sensitivityTable, flagTable, weightTable, definitionTable, outcomeTable}
}

// Draws returns the table of draws, which depends on no effect.
func Draws() Table {
	return Table{Draw, "The draws by which uncertainty is calculated, the same in every snapshot. Dragningarna som osäkerheten räknas med.", []Column{
		{"draw", "INTEGER", "number of the draw, from 1"},
		{"input", "VARCHAR", "the uncertain input"},
		{"u", "DOUBLE", "place in its distribution, uniform between 0 and 1"},
		{"z", "DOUBLE", "quantile of the standard normal distribution at u"},
	}}
}

// scoped returns columns after those of the effect and the scope.
func scoped(columns ...Column) []Column {
	return append([]Column{
		{"effect", "VARCHAR", "name of the effect's definition"},
		{"scope", "VARCHAR", "what the effect is estimated for, as in its SELECT: a municipality's code, for instance"},
	}, columns...)
}

var verdictTable = Table{Verdict, "Whether each effect is shown: one row per effect and scope. Vad som kan sägas om varje effekt.", scoped(
	Column{"verdict", "VARCHAR", "skattad (estimated), ej_belagd (it cannot be said whether there was an effect) or for_fa (too few persons)"},
	Column{"closed_check", "VARCHAR", "the first check that closed; empty if none did"},
	Column{"state", "VARCHAR", "why it closed: failed, or not_run; empty if none did"},
	Column{"earlier_start", "BOOLEAN", "whether more than 30 % of the comparison starts within the horizon, so that the effect is that of an earlier start"},
	Column{"text_sv", "VARCHAR", "the verdict in words, Swedish"},
	Column{"text_en", "VARCHAR", "the verdict in words, English"},
	Column{"treated", "BIGINT", "treated persons with the primary outcome"},
	Column{"comparison", "BIGINT", "comparison persons with the primary outcome"},
	Column{"suppliers", "BIGINT", "suppliers of the treated"},
	Column{"ess", "DOUBLE", "effective number of comparison persons; NULL without weights"},
	Column{"contamination", "DOUBLE", "weighted share of the comparison that starts within the horizon"},
	Column{"preliminary", "DOUBLE", "share of the treated whose primary block is not over"},
	Column{"mde", "DOUBLE", "smallest effect that would be found with a power of 80 %"},
	Column{"version", "BIGINT", "version of the definition and its parameters, from 1"},
	Column{"versions", "BIGINT", "number of versions"},
	Column{"version_low", "DOUBLE", "smallest estimate of any version"},
	Column{"version_high", "DOUBLE", "largest estimate of any version"},
	Column{"registered", "TIMESTAMP", "when this version was registered, UTC; NULL if it was not"},
	Column{"preregistered", "BOOLEAN", "whether that was before the first month of follow-up was known"},
)}

var estimateTable = Table{Estimate, "The estimates: one row per effect, scope, outcome and block of 12 months after the start. Skattningarna.", scoped(
	Column{"outcome", "VARCHAR", "name of the outcome"},
	Column{"block", "BIGINT", "block of 12 months, 1 begins with the start month"},
	Column{"unit", "VARCHAR", "share, or SEK a year"},
	Column{"is_primary", "BOOLEAN", "whether it decides the verdict"},
	Column{"verdict", "VARCHAR", "as in effect.verdict; only skattad may be published as an effect"},
	Column{"att", "DOUBLE", "mean effect on the treated"},
	Column{"treated_mean", "DOUBLE", "mean of the treated"},
	Column{"comparison_mean", "DOUBLE", "weighted mean of the comparison"},
	Column{"se", "DOUBLE", "standard error"},
	Column{"df", "DOUBLE", "degrees of freedom"},
	Column{"low", "DOUBLE", "90 % interval for these contracts"},
	Column{"high", "DOUBLE", "90 % interval for these contracts"},
	Column{"allowance", "DOUBLE", "allowance for bias that no check sees, as a standard deviation"},
	Column{"low_published", "DOUBLE", "90 % interval with the allowance"},
	Column{"high_published", "DOUBLE", "90 % interval with the allowance"},
	Column{"se_next", "DOUBLE", "standard error for a further supplier; NULL with fewer than three"},
	Column{"df_next", "DOUBLE", "degrees of freedom for a further supplier"},
	Column{"low_next", "DOUBLE", "90 % interval for a further supplier"},
	Column{"high_next", "DOUBLE", "90 % interval for a further supplier"},
	Column{"p", "DOUBLE", "p value of no effect"},
	Column{"p_holm", "DOUBLE", "the same, adjusted for the number of outcomes; that of the primary is not"},
	Column{"treated", "BIGINT", "treated persons"},
	Column{"comparison", "BIGINT", "comparison persons"},
	Column{"ess", "DOUBLE", "effective number of comparison persons"},
	Column{"clusters", "BIGINT", "suppliers of the treated"},
)}

var covarianceTable = Table{Covariance, "Covariances of the estimates. Skattningarnas kovarianser.", scoped(
	Column{"outcome_a", "VARCHAR", "name of an outcome"},
	Column{"block_a", "BIGINT", "its block"},
	Column{"outcome_b", "VARCHAR", "name of another, or the same"},
	Column{"block_b", "BIGINT", "its block"},
	Column{"covariance", "DOUBLE", "covariance of the two estimates; that with itself is the squared standard error"},
)}

var balanceTable = Table{Balance, "How the groups differ before and after weighting. Hur grupperna skiljer sig.", scoped(
	Column{"column_name", "VARCHAR", "column of the definition"},
	Column{"kind", "VARCHAR", "baseline or history"},
	Column{"before", "DOUBLE", "difference of means in standard deviations, without weights"},
	Column{"after", "DOUBLE", "the same with weights"},
	Column{"ratio_before", "DOUBLE", "ratio of variances, without weights"},
	Column{"ratio_after", "DOUBLE", "the same with weights"},
)}

var overlapTable = Table{Overlap, "How well the comparison matches, by block, for the primary outcome. Hur väl jämförelsen passar.", scoped(
	Column{"block", "BIGINT", "block of 12 months"},
	Column{"treated", "BIGINT", "treated persons"},
	Column{"comparison", "BIGINT", "comparison persons"},
	Column{"ess", "DOUBLE", "effective number of comparison persons"},
	Column{"max_weight", "DOUBLE", "largest weight of a comparison person, of 1"},
	Column{"negative_share", "DOUBLE", "share of negative weights of least squares"},
	Column{"max_leverage", "DOUBLE", "largest leverage of a comparison row"},
	Column{"pruned_share", "DOUBLE", "share of the treated without a comparison in coarsened exact matching"},
	Column{"steps", "BIGINT", "steps of the balancing"},
	Column{"imbalance", "DOUBLE", "largest difference of means after balancing, in standard deviations"},
	Column{"dropped", "VARCHAR", "columns that are combinations of others, separated by commas"},
	Column{"contamination", "DOUBLE", "weighted share of the comparison that starts within the horizon"},
	Column{"loss_treated", "DOUBLE", "share of treated rows without an outcome"},
	Column{"loss_comparison", "DOUBLE", "share of comparison rows without an outcome"},
	Column{"response", "VARCHAR", "how treated persons without an outcome are stood for"},
)}

var findingTable = Table{Finding, "What each check of the gate found. Vad varje prövning fann.", scoped(
	Column{"position", "BIGINT", "order of the check, from 1"},
	Column{"check_name", "VARCHAR", "name of the check"},
	Column{"state", "VARCHAR", "passed, marked (close to the limit), failed, not_run, substituted or not_needed"},
	Column{"value", "DOUBLE", "what was measured"},
	Column{"limit_value", "DOUBLE", "what it was held to"},
	Column{"substitute_sv", "VARCHAR", "what stands in for a check that cannot be run, Swedish"},
	Column{"substitute_en", "VARCHAR", "what stands in for a check that cannot be run, English"},
)}

var sensitivityTable = Table{Sensitivity, "How far the primary estimate can be trusted. Hur långt den primära skattningen håller.", scoped(
	Column{"measure", "VARCHAR", "name of the measure, see docs/effects.md"},
	Column{"value", "DOUBLE", "its value"},
)}

var flagTable = Table{Flag, "Remarks beside a verdict, which never change it. Anmärkningar.", scoped(
	Column{"flag", "VARCHAR", "name of the remark, see docs/effects.md"},
)}

var weightTable = Table{Weight, "Quantiles of the weights of comparison persons for the primary outcome. Vikternas kvantiler.", scoped(
	Column{"quantile", "DOUBLE", "0 is the smallest weight, 1 the largest"},
	Column{"weight", "DOUBLE", "weight of a person, of 1 in all"},
)}

var definitionTable = Table{Definition, "The definitions of the effects. Effekternas definitioner.", []Column{
	{"effect", "VARCHAR", "name of the effect"},
	{"title_sv", "VARCHAR", "title in Swedish"},
	{"title_en", "VARCHAR", "title in English"},
	{"doc_sv", "VARCHAR", "explanation in Swedish"},
	{"doc_en", "VARCHAR", "explanation in English"},
	{"design", "VARCHAR", "matched, waiting_list, randomised, lottery or panel"},
	{"treatment_sv", "VARCHAR", "who starts, Swedish"},
	{"treatment_en", "VARCHAR", "who starts, English"},
	{"pool_sv", "VARCHAR", "who may be compared with them, Swedish"},
	{"pool_en", "VARCHAR", "who may be compared with them, English"},
	{"comparison_source_sv", "VARCHAR", "where what is known of the comparison is from, Swedish"},
	{"comparison_source_en", "VARCHAR", "where what is known of the comparison is from, English"},
	{"anticipation", "BIGINT", "months before the start in which there may be an effect already"},
	{"primary_outcome", "VARCHAR", "the outcome that decides the verdict"},
	{"primary_block", "BIGINT", "its block"},
	{"sql", "VARCHAR", "text of the definition's file"},
	{"hash", "VARCHAR", "SHA-256 over sql, the models it reads and the parameters of effects"},
	{"built_in", "BOOLEAN", "false for a project's own definition"},
}}

var outcomeTable = Table{Outcome, "The outcomes of the effects. Effekternas utfall.", []Column{
	{"effect", "VARCHAR", "name of the effect"},
	{"position", "BIGINT", "order in the definition, from 1"},
	{"outcome", "VARCHAR", "name of the outcome"},
	{"title_sv", "VARCHAR", "title in Swedish"},
	{"title_en", "VARCHAR", "title in English"},
	{"unit", "VARCHAR", "share, or SEK a year"},
}}
