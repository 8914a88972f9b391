// Package golden runs definitions on the tables of golden files and compares what they
// give with what the files say.
//
// A golden is a txtar file beside its definition, <name>.txtar or <name>.<case>.txtar. It
// has a CSV file for each table that the definition is to read, core.<table>.csv or
// meta.<table>.csv, or metric.<model>.csv for the rows of a model, and expected.csv. An
// empty cell is NULL.
//
// For a metric, expected.csv has rows of metric.result: key columns that it leaves out
// mean the total, and it must have every row of the value of a grouping that it mentions.
// For a model, effect or check it has exactly the rows of the SELECT, in any order, with
// the columns that it names. Numbers are compared with the decimals that the file states.
package golden
