package dubbelkrona

// effectParameters are the limits of what is said of an estimated effect.
var effectParameters = []parameterRange{
	{Range{Min: "10", Max: "100000"}, []Parameter{
		{Name: "effect_min_treated", Unit: "persons", Scope: ScopeAll, Part: PartInformation, Common: true,
			Default: &ParameterDefault{"25", "", "", "fixed", "assumed", "With fewer, only effects of more than some 17 percentage points can be detected: docs/effects.md"},
			Doc:     "The smallest number of treated persons for which an effect is shown; at least 10."},
	}},
	{shares, []Parameter{
		{Name: "effect_allowance_matched", Unit: "share", Scope: ScopeAll, Part: PartInformation, Common: true,
			Default: &ParameterDefault{"0.05", "", "", "fixed", "assumed", "With it, the 90 % interval covers the truth in at least 90 % of all simulated cases, also where an unobserved trait decides who starts: docs/validation.md"},
			Doc:     "The standard deviation of the bias that no check sees, of an effect on a share, if the comparison is found in registers."},
		{Name: "effect_allowance_waiting_list", Unit: "share", Scope: ScopeAll, Part: PartInformation, Common: true,
			Default: &ParameterDefault{"0.02", "", "", "fixed", "assumed", "Those who wait have applied too, so that less is unobserved than in registers"},
			Doc:     "The same if the comparison has applied and waits. It is 0 if chance decides who starts."},
		{Name: "effect_icc", Unit: "share", Scope: ScopeAll, Part: PartInformation, Common: true,
			Default: &ParameterDefault{"0.05", "", "", "fixed", "assumed", "The share of the variance between suppliers with which the smallest detectable effect is computed"},
			Doc:     "The share of an outcome's variance that is between suppliers, for the smallest effect that can be detected."},
	}},
}
