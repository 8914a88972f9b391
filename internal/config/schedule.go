package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"dubbelkrona/scheduler"
)

// Schedule is the section schedule: when jobs run and their limits. Sources
// inherit all settings that they do not override.
type Schedule struct {
	JobSchedule `yaml:",inline"`
	// PublishAt is the cron expression of publishing; default that of the
	// sources. Publishing waits for the sources that are due by then; sources
	// that are due later are included in the next publication.
	PublishAt string `yaml:"publish_at"`
	// Parallel is how many sources are read at the same time; default 2. Each
	// needs memory for a few batches.
	Parallel *int `yaml:"parallel"`
	// Grace is how long work may take to end when the daemon is stopped;
	// default 30s.
	Grace *Duration `yaml:"grace"`
}

// JobSchedule are the settings that a source can override.
type JobSchedule struct {
	// At is a cron expression of five fields; default "30 2 * * *".
	At string `yaml:"at"`
	// Zone is the time zone of At; default Europe/Stockholm.
	Zone string `yaml:"zone"`
	// Deadline is how long after it is due a slot is attempted; default 3h.
	Deadline *Duration `yaml:"deadline"`
	// Timeout limits one attempt; default 1h.
	Timeout *Duration `yaml:"timeout"`
	// Retries is the number of retries of a failed attempt; default 5.
	Retries *int `yaml:"retries"`
	// RetryAfter is the pause before the first retry, which doubles with each;
	// default 30s.
	RetryAfter *Duration `yaml:"retry_after"`
	// Overlap is forbid (default) or queue: a slot that comes due while the
	// previous one is not done is skipped, or waits.
	Overlap string `yaml:"overlap"`
	// CatchUp is none, last (default) or all: which slots that came due while
	// the daemon was not running are run later.
	CatchUp string `yaml:"catch_up"`
}

// SourceSchedule is the section schedule of a source.
type SourceSchedule struct {
	JobSchedule `yaml:",inline"`
	// After names sources that must be done before this one is read.
	After []string `yaml:"after"`
}

// PublishJob is the name of the job that builds, checks, publishes and exports.
const PublishJob = "publish"

// IngestJob returns the name of the job that reads a source.
func IngestJob(source string) string { return "ingest:" + source }

// IngestGroup is the group of the jobs that read sources.
const IngestGroup = "ingest"

// SourceOf returns the source that a job reads; false for publishing.
func SourceOf(job string) (source string, ok bool) { return strings.CutPrefix(job, IngestJob("")) }

// Jobs returns the jobs of the schedule, publishing last, without their Run
// functions.
func (p *Project) Jobs() []scheduler.Job { return slices.Clone(p.jobs) }

// Parallel returns how many sources are read at the same time.
func (p *Project) Parallel() int { return *cmp.Or(p.Schedule.Parallel, new(2)) }

// Grace returns how long work may take to end when the daemon is stopped.
func (p *Project) Grace() time.Duration {
	return time.Duration(*cmp.Or(p.Schedule.Grace, new(Duration(30*time.Second))))
}

// or fills unset fields from another schedule.
func (s JobSchedule) or(o JobSchedule) JobSchedule {
	return JobSchedule{
		At: cmp.Or(s.At, o.At), Zone: cmp.Or(s.Zone, o.Zone), Overlap: cmp.Or(s.Overlap, o.Overlap), CatchUp: cmp.Or(s.CatchUp, o.CatchUp),
		Deadline: cmp.Or(s.Deadline, o.Deadline), Timeout: cmp.Or(s.Timeout, o.Timeout), RetryAfter: cmp.Or(s.RetryAfter, o.RetryAfter),
		Retries: cmp.Or(s.Retries, o.Retries),
	}
}

func defaultSchedule() JobSchedule {
	return JobSchedule{At: "30 2 * * *", Zone: "Europe/Stockholm", Overlap: string(scheduler.OverlapForbid), CatchUp: string(scheduler.CatchUpLast),
		Deadline: new(Duration(3 * time.Hour)), Timeout: new(Duration(time.Hour)), RetryAfter: new(Duration(30 * time.Second)), Retries: new(5)}
}

type reporter func(path, format string, args ...any)

// compileSchedule makes the jobs and reports faults of their schedules. Faults
// of settings that sources inherit are reported once.
func (p *Project) compileSchedule(report reporter) {
	if p.Parallel() < 1 {
		report("schedule.parallel", "schedule.parallel: at least 1")
	}
	common := p.Schedule.or(defaultSchedule())
	publishAt := common
	publishAt.At = cmp.Or(p.Schedule.PublishAt, common.At)
	common.policy("schedule", common, report)
	publish := scheduler.Job{Name: PublishJob, Group: PublishJob, Patient: true}
	said := JobSchedule{At: p.Schedule.PublishAt}
	publish.Policy = publishAt.policy("schedule.publish_at", said, report)
	for i, s := range p.Sources {
		at := fmt.Sprintf("sources[%d].schedule", i)
		job := scheduler.Job{Name: IngestJob(s.Name), Group: IngestGroup}
		job.Policy = s.Schedule.or(common).policy(at, s.Schedule.JobSchedule, report)
		for j, name := range s.Schedule.After {
			if !slices.ContainsFunc(p.Sources, func(o Source) bool { return o.Name == name }) {
				report(fmt.Sprintf("%s.after[%d]", at, j), "after: there is no source %q", name)
			}
			job.After = append(job.After, IngestJob(name))
		}
		p.jobs = append(p.jobs, job)
		publish.After = append(publish.After, job.Name)
		publish.Deadline = max(publish.Deadline, job.Deadline)
	}
	// Sources may take until their deadline; publishing comes after that.
	publish.Deadline += publish.Timeout
	p.jobs = append(p.jobs, publish)
	p.reportCycle(report)
}

// policy converts a complete schedule to a policy. It reports faults of the
// settings in said only.
func (s JobSchedule) policy(at string, said JobSchedule, report reporter) scheduler.Policy {
	policy := scheduler.Policy{Deadline: time.Duration(*s.Deadline), Timeout: time.Duration(*s.Timeout), RetryAfter: time.Duration(*s.RetryAfter),
		Retries: *s.Retries, Overlap: scheduler.Overlap(s.Overlap), CatchUp: scheduler.CatchUp(s.CatchUp)}
	zone, err := loadZone(s.Zone)
	if err != nil {
		if said.Zone != "" {
			report(at+".zone", "zone: %s", err)
		}
		zone = time.UTC
	}
	if policy.Schedule, err = scheduler.Parse(s.At, zone); err != nil {
		if said.At != "" {
			report(at+".at", "%s", err)
		}
		return policy
	}
	if said.At != "" {
		// Any start time works: an expression that never matches never does.
		if _, ever := policy.Schedule.Next(time.Unix(0, 0)); !ever {
			report(at+".at", "schedule %q: no date matches it", s.At)
		}
	}
	if overlaps := []scheduler.Overlap{scheduler.OverlapForbid, scheduler.OverlapQueue}; said.Overlap != "" && !slices.Contains(overlaps, policy.Overlap) {
		report(at+".overlap", "overlap: %q is none of forbid, queue", said.Overlap)
	}
	if choices := []scheduler.CatchUp{scheduler.CatchUpNone, scheduler.CatchUpLast, scheduler.CatchUpAll}; said.CatchUp != "" && !slices.Contains(choices, policy.CatchUp) {
		report(at+".catch_up", "catch_up: %q is none of none, last, all", said.CatchUp)
	}
	if said.Retries != nil && (*said.Retries < 0 || *said.Retries > 100) {
		report(at+".retries", "retries: from 0 to 100")
	}
	return policy
}

// loadZone refuses the machine's own zone, so that a schedule does not depend
// on the machine.
func loadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, fmt.Errorf("%q is no time zone; write for example Europe/Stockholm", name)
	}
	return zone, nil
}

// reportCycle reports sources that wait for each other.
func (p *Project) reportCycle(report reporter) {
	after := make(map[string][]string)
	for _, s := range p.Sources {
		after[s.Name] = s.Schedule.After
	}
	for i, s := range p.Sources {
		if path := cycle(after, []string{s.Name}); path != nil {
			report(fmt.Sprintf("sources[%d].schedule.after", i), "after: %s wait for each other", strings.Join(path, " → "))
			return
		}
	}
}

// cycle follows After from the end of a path until it returns to the beginning
// of the path; nil if it does not.
func cycle(after map[string][]string, path []string) []string {
	for _, next := range after[path[len(path)-1]] {
		if next == path[0] {
			return append(path, next)
		}
		if slices.Contains(path, next) {
			continue
		}
		if found := cycle(after, append(slices.Clone(path), next)); found != nil {
			return found
		}
	}
	return nil
}
