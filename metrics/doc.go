// Package metrics reads, orders, plans and evaluates the definitions of
// models, checks and metrics: SQL files with a YAML header in their first
// comment, the built-in ones of package queries and a project's own.
//
// A catalogue is used in three steps. [Load] reads the files and reports all
// faults of all files at once. [Catalogue.Resolve] uses a database's parser to
// find what each definition reads, orders models and effects by dependency and
// rejects unknown names and cycles. [Catalogue.Run] fills the schemas metric, effect
// and meta of a snapshot. A definition that is rejected in any step affects only the
// definitions that depend on it.
//
// # The header
//
// Every kind has title and doc ({sv: …, en: …}) and replaces (true for a
// project's definition that replaces the built-in one of the same name).
//
//	models/   materialized  view (default) or table
//	          split         column of pseudonyms by whose ranges a table of many rows is made in
//	                        parts, so that memory does not grow with the rows
//	          columns       what each column means: {name: text}
//	          release       for a model that reads tables of persons, the columns that may be
//	                        released; default: none
//	effects/  what is compared and how, documented by package study: design, treatment,
//	          pool, comparison_source, baseline, history, held_out, blocks, anticipation,
//	          outcomes, primary, margin, yearly_wage, second_pool, other_region, base, before, substitutes
//	checks/   severity      error blocks publishing, warn marks the figures
//	          message       {sv: …, en: …} about one offending row, its columns as {column}
//	          concerns      metrics that its warning marks; default: those that read
//	                        something that the check reads
//	metrics/  unit          of the value
//	          let           steps of named expressions: those of the first step are aggregates
//	                        over the SELECT's rows, those of later steps use earlier names.
//	                        With a let, all other expressions use its names, and
//	                        by_municipality, by_year and so on are true if a group is by
//	                        that dimension or period
//	          value         aggregate expression
//	          low, high     expressions, the interval of the value
//	          parts         {name: expression} or {name: {value, unit, low, high, title, total, persons,
//	                        protect, numerator, denominator, contribution}};
//	                        total: true limits a part to the row without groups
//	          persons       count(DISTINCT person), or the name of a let bound to it: those whom a
//	                        figure is about. A part has by default those of the metric
//	          protect       how a figure is made of persons, see below
//	          publish       groupings that are published, each a list of dimensions and at most one
//	                        grain: [[], [municipality], [municipality, year]]. Default: everything,
//	                        but of a metric about persons the total, each single dimension, of which
//	                        the period is one, and each municipality by year
//	          grade         registrerad (default), uppgiven, uppmatt, skattad, antagen, ej_belagd,
//	                        for_fa, or an expression that returns one of them
//	          status        expression that returns NULL, or a status that replaces "ok"
//	          by            columns of the SELECT to group by, in every subset
//	          per           population: adds the part per_10000, the value per 10,000 inhabitants, for the
//	                        total and for municipalities, protected as the value
//	          period        {column, grains: [year, month], all}; the column is a date or a
//	                        year; all: false for a stock that does not add up over time
//	          format        {decimals} for presentation
//	          agenda2030    numbers of the goals of Agenda 2030 that it is about: [8, 10]. They are
//	                        shown, and change no figure
//	          owner         who answers for it, a function or a mail address; alarms about what
//	                        checks find of it go there. It is published with the metric
//
// # Figures about persons
//
// Small groups are protected by who the persons of each figure are, since their number
// alone does not say which figures follow from others. All figures of a metric for one
// group are released or suppressed together, but for those with protect: none. The value
// and each part may say how they are made of persons:
//
//	(nothing)   the persons of persons, and if the value is count(DISTINCT …) those whom it counts
//	count       a number of persons: those whom the value counts, or if it is not
//	            count(DISTINCT …) numerator: count(DISTINCT …)
//	ratio       a share of persons: numerator: count(DISTINCT …), of denominator: count(DISTINCT …),
//	            by default that of persons. A share of 0 or 1 is not released
//	sum         a sum or mean of amounts of persons: contribution: the amount of a row, which is
//	            added up for each person. It is not released if the two largest contributors
//	            could estimate each other
//	none        not made of persons, such as a public amount; it has no persons
//
// A value that counts persons, by a column that distinguishes them, is a count even if
// the metric has no persons. The columns protect of metric.definition and metric.part
// have the word of each figure.
//
// A metric whose persons or numerator is no count(DISTINCT …) is a fault. It is still
// calculated, for those who may see the whole snapshot, but nothing of it is published.
//
// Effects are evaluated after the models that read no table of schema effect, and
// before those that do. A definition that reads estimates depends on the effects that
// its SQL names as texts ('employment'), or on all if it names none: if one of them
// fails, it is not evaluated.
//
// A check may read metric.target, and metric.result too: then it is evaluated after the
// metrics, marks no figure, and may not have concerns.
//
// A check whose SELECT has a column metric or municipality marks only the
// figures of these metrics or municipalities, and the totals.
//
// # Two traps of DuckDB 1.4.1
//
// A window over all rows, OVER (), sometimes ends in an internal error that makes
// the database unusable, so that the run fails: aggregate in a common table
// expression and join it. least and greatest skip NULL, so that what is unknown
// becomes a figure: write CASE. A test checks the built-in definitions for both.
package metrics
