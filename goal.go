package dubbelkrona

import (
	"strconv"
	"strings"
)

// Goal is one of the 17 goals of Agenda 2030 (United Nations, resolution A/RES/70/1),
// by its number.
type Goal int

// Goals is the number of goals.
const Goals = 17

// goalTitles are the short names of the goals, in their order.
var goalTitles = [Goals]Label{
	{"Ingen fattigdom", "No poverty"}, {"Ingen hunger", "Zero hunger"}, {"God hälsa och välbefinnande", "Good health and well-being"},
	{"God utbildning för alla", "Quality education"}, {"Jämställdhet", "Gender equality"}, {"Rent vatten och sanitet för alla", "Clean water and sanitation"},
	{"Hållbar energi för alla", "Affordable and clean energy"}, {"Anständiga arbetsvillkor och ekonomisk tillväxt", "Decent work and economic growth"},
	{"Hållbar industri, innovationer och infrastruktur", "Industry, innovation and infrastructure"}, {"Minskad ojämlikhet", "Reduced inequalities"},
	{"Hållbara städer och samhällen", "Sustainable cities and communities"}, {"Hållbar konsumtion och produktion", "Responsible consumption and production"},
	{"Bekämpa klimatförändringarna", "Climate action"}, {"Hav och marina resurser", "Life below water"}, {"Ekosystem och biologisk mångfald", "Life on land"},
	{"Fredliga och inkluderande samhällen", "Peace, justice and strong institutions"}, {"Genomförande och globalt partnerskap", "Partnerships for the goals"},
}

// Valid reports whether there is such a goal.
func (g Goal) Valid() bool { return g >= 1 && g <= Goals }

// Title returns the number and short name of the goal: "8 Decent work and economic growth".
func (g Goal) Title() Label {
	number := strconv.Itoa(int(g))
	if !g.Valid() {
		return Label{SV: number, EN: number}
	}
	l := goalTitles[g-1]
	return Label{SV: number + " " + l.SV, EN: number + " " + l.EN}
}

// JoinGoals returns the numbers of goals, joined by commas.
func JoinGoals(goals []Goal) string {
	numbers := make([]string, len(goals))
	for i, g := range goals {
		numbers[i] = strconv.Itoa(int(g))
	}
	return strings.Join(numbers, ",")
}

// SplitGoals returns the goals of a text that JoinGoals has made; what is no number is
// left out.
func SplitGoals(text string) (goals []Goal) {
	for number := range strings.SplitSeq(text, ",") {
		if n, err := strconv.Atoi(number); err == nil {
			goals = append(goals, Goal(n))
		}
	}
	return goals
}
