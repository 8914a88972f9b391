// Package metrics reads, orders, plans and evaluates the definitions of
// models, checks and metrics: SQL files with a YAML header in their first
// comment, the built-in ones of package queries and a project's own.
//
// A catalogue is used in three steps. [Load] reads the files and reports every
// fault of every file at once. [Catalogue.Resolve] asks a database's parser
// what each definition reads, orders models before their readers and refuses
// unknown names and circles. [Catalogue.Run] fills the schemas metric and meta
// of a snapshot. A definition that is refused in any step stops nothing but
// those that depend on it.
//
// # The header
//
// Every kind has title and doc ({sv: …, en: …}) and replaces (true for a
// project's definition that takes the place of a built-in one of its name).
//
//	models/   materialized  view (default) or table
//	          columns       what each column means: {name: text}
//	          release       of a model that reads tables of persons, the columns that may be
//	                        released all the same; default: nothing of it is
//	checks/   severity      error blocks publishing, warn travels with the figures
//	          message       {sv: …, en: …} about one offending row, its columns as {column}
//	          concerns      metrics that its warning marks; default: those that read
//	                        something that the check reads
//	metrics/  unit          of the value
//	          let           steps of named expressions: the first step's are aggregates
//	                        over the SELECT's rows, later ones build on earlier ones.
//	                        Where there is a let, every other expression is over its names,
//	                        and by_municipality, by_year and so on say whether a group is
//	                        by that dimension or period
//	          value         aggregate expression
//	          low, high     expressions, the interval of the value
//	          parts         {name: expression} or {name: {value, unit, low, high, persons, title, total}};
//	                        persons counts the part's own contributors, without it they are
//	                        the metric's; total: true keeps a part to the row without groups
//	          persons       expression, usually count(DISTINCT person)
//	          grade         registrerad (default), uppmatt, skattad, antagen, ej_belagd,
//	                        or an expression that gives one of them
//	          status        expression that gives NULL, or a word that replaces "ok"
//	          by            columns of the SELECT to group by, every subset of them
//	          period        {column, grains: [year, month], all}; the column is a date or a
//	                        year; all: false for a stock that does not add up over time
//	          format        {decimals} for presentation
//
// A check whose SELECT has a column metric or municipality marks only the
// figures of these metrics or municipalities, and the totals.
package metrics
