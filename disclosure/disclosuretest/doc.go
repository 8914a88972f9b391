// Package disclosuretest makes problems of disclosure to test with: regions of made
// up persons, random linked tables, and their JSON for attackers in other languages.
package disclosuretest
