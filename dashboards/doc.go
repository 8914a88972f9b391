// Package dashboards has no code of its own: its folder has ready-made dashboards
// over the PostgreSQL tables and the files of a publication, and its tests run
// what is in them. See docs/dashboards.md.
package dashboards
