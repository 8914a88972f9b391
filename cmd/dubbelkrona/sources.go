package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/kinds"
	"dubbelkrona/internal/present"
	"dubbelkrona/internal/wording"
	"dubbelkrona/transform"

	"github.com/spf13/cobra"
)

func sourcesCommand(p *program) *cobra.Command {
	profile := ""
	cmd := &cobra.Command{
		Use:   "sources [KIND]",
		Short: "List the kinds of sources, or show the settings of one",
		Long: `Lists where data can come from (place), in which form (format), and the kinds
that are both in one (source). With the name of a kind: its settings and an
example.

With --profile, prints a ready-made mapping as it is written in dubbelkrona.yaml.
It does the same as the line "profile: NAME" of a source, and can replace that
line as the start of your own mapping.`,
		Example: "  dubbelkrona sources\n  dubbelkrona sources http\n  dubbelkrona sources kolada --json\n  dubbelkrona sources --profile leverantorsreskontra",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("profile") {
				return showProfile(p, profile, args)
			}
			return showKinds(p, args)
		},
	}
	cmd.Flags().StringVar(&profile, "profile", "", "print the mapping of this profile")
	return withJSON(p, cmd)
}

// showKinds lists every kind, or shows the one that the argument names.
func showKinds(p *program, args []string) error {
	all, err := kinds.Of(registry())
	if err != nil {
		return err
	}
	if len(args) == 1 {
		named := slices.DeleteFunc(slices.Clone(all), func(k kinds.Kind) bool { return k.Name != args[0] })
		if len(named) == 0 {
			return usage(fmt.Errorf("there is no kind %q; `dubbelkrona sources` lists them", args[0]))
		}
		all = named
	}
	switch {
	case p.json:
		return writeJSON(p.stdout, all)
	case len(args) == 1:
		for _, k := range all {
			showKind(p.stdout, p.spoken(), k)
		}
		return nil
	}
	return listKinds(p.stdout, p.spoken(), all)
}

// showProfile prints a profile, indented as the keys of a source are.
func showProfile(p *program, name string, args []string) error {
	profile, ok := transform.ProfileByName(name)
	switch {
	case len(args) > 0:
		return usage(errors.New("name a kind or a profile, not both"))
	case !ok:
		return usage(fmt.Errorf("there is no profile %q; known: %s", name, strings.Join(transform.Profiles(), ", ")))
	case p.json:
		return writeJSON(p.stdout, struct {
			Name string `json:"name"`
			Doc  string `json:"doc"`
			Text string `json:"text"`
		}{profile.Name, profile.Doc, profile.Text})
	}
	for line := range strings.Lines(profile.Text) {
		fmt.Fprint(p.stdout, "    ", line)
	}
	return nil
}

// spoken returns the language of the project, or Swedish if there is no project.
func (p *program) spoken() wording.Language {
	if project, _ := config.Load(p.project); project != nil {
		return language(project)
	}
	return "sv"
}

func listKinds(w io.Writer, l wording.Language, all []kinds.Kind) error {
	table := present.Table{Head: []string{l.Pick("namn", "name"), l.Pick("slag", "kind"), l.Pick("vad", "what"), l.Pick("profil", "profile")}, Left: []int{1, 2, 3}}
	for _, k := range all {
		table.Add(k.Name, seamName(l, k.Seam), l.Pick(k.Title.SV, k.Title.EN), k.Profile)
	}
	if err := table.Write(w); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, l.Pick(
		"\nVarje plats kan kombineras med varje format. `dubbelkrona sources NAMN` visar inställningar och exempel, `dubbelkrona probe FIL` visar vad en fil är.",
		"\nAny place can be combined with any format. `dubbelkrona sources NAME` shows settings and an example, `dubbelkrona probe FILE` shows what a file is."))
	return err
}

func seamName(l wording.Language, s kinds.Seam) string {
	switch s {
	case kinds.Place:
		return l.Pick("plats", "place")
	case kinds.Format:
		return l.Pick("format", "format")
	}
	return l.Pick("källa", "source")
}

func showKind(w io.Writer, l wording.Language, k kinds.Kind) {
	fmt.Fprintf(w, "%s (%s): %s\n", k.Name, seamName(l, k.Seam), l.Pick(k.Title.SV, k.Title.EN))
	if len(k.Settings) > 0 {
		fmt.Fprintf(w, "\n%s\n", l.Pick("Inställningar", "Settings"))
		showSettings(w, k.Settings, "  ")
	}
	fmt.Fprintf(w, "\n%s\n%s\n", l.Pick("Exempel", "Example"), strings.TrimRight(k.Example, "\n"))
}

func showSettings(w io.Writer, all []kinds.Setting, indent string) {
	for _, s := range all {
		fmt.Fprintf(w, "%s%s (%s)\n", indent, s.Key, s.Type)
		for _, line := range wrapped(s.Doc, 100-len(indent)) {
			fmt.Fprintf(w, "%s    %s\n", indent, line)
		}
		showSettings(w, s.Settings, indent+"    ")
	}
}

// wrapped breaks a paragraph into lines of at most width characters, where its words
// allow that.
func wrapped(text string, width int) (lines []string) {
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
