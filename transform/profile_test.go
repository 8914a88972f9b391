package transform

import (
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
)

// planHashes are the hashes of the ready profiles, without and with a period. If one
// changes, every object of the profile's sources is read again, so it must change only on
// purpose.
var planHashes = map[string][2]string{
	"avtalslista": {
		"396a45d0ada2b5b27e88fb16330ddcfe390996148a76ab60600aa632e84babbd",
		"67ccf17d6fd448cd5670b8b787d146b6e4eed975ff4859da182065190473f755"},
	"kas-deltagare": {
		"1b109cd8af696915bcd182668e1c8c5facda9da323ad0a77eba9f0a21be6b9b6",
		"64fa6b9473e95487c7c336a4eb3f1ffa87a1b5d1aa824cf8d0ef6d2485b67673"},
	"kas-manader": {
		"eae64ba39fb1e45eea25dad7f6b269b4d735faf850844c90833cd596f47bd307",
		"02697779fd96d3a28ab60e78ddbe5590adf7769a7ee1ef8305138b7e5544edc9"},
	"kas-perioder": {
		"46c94708427185a296c1da1910e874c9b6c91c175e91e3676b946e941163c88a",
		"c006950a87d2af2afdac779d36a6ce77db0dfdf464015212946ab1d41eb5d61d"},
	"kolada": {
		"98de803d71b6d5c2aaa7cc496081ac3a4986d4bc9cb3c16dadbbba413b241281",
		"01a3659ffe89882b821488b11b81fefc68a077c2a132269ab8c0dc95d3f56ebc"},
	"kolada-kommuner": {
		"1f514d7eb1328773bff226b28ea4f9d3c9f991631bc63d8d185a1850f6929611",
		"8d18ae0e4acc4e90f9b5166006b68ad4465fd6e199ba637d9967c43173f565b7"},
	"kolada-kommungrupper": {
		"7c159030178afc9f953a1f1d53d6990fe91edef52253e1dc23715a295940e90a",
		"272b83f98828b5dc2464d98dec881298e879d3494bbe57af04019a79adb4de97"},
	"leverantorsreskontra": {
		"8b409eb875d7dc18cd22727cb3377219d12edb885274ac43e420394ca34354fe",
		"69c661d7d764df8926a3cf43533a11ef375419efbc52c1b2d72341bbe6d92a68"},
	"ocds": {
		"9ecbc14861448073b6a5fe7b35c327839e7b97e249726c39dde27fd1042a1d07",
		"b693474b3fbb3ab570ccdaa7d84f6ebec3408be69348f7c2b3a946c6e1d2cbe9"},
	"peppol": {
		"975c1a95d43547a38100e58238bc60729d6704e8fc04804508084eb65a0a44bb",
		"051c351eb227466bc5b647021c6d88155200e86888ac42d4dcda04689ad80bd5"},
	"scb": {
		"51d7661c4c264d4499a617fc3f5eafc849a94fe0eb633dca4e10b8020564c20f",
		"2e07932e4290bc29c52189a1b9bd39d05a2e04178b880ad7a5b61bf060511c7d"},
	"scb-kpi": {
		"ce4733248b6514c955ee48def6fbbe960d1908565e12b1e50993d22456f1da85",
		"9157773836a24d4f07bd0560e4c56904e3bb37dcc7b0f57ad275b3aeb12d600f"},
	"scb-skattesats": {
		"1fce6987363dac1da661008e9b9f9c89987619d2cc8147e0b1b1541be5d4d265",
		"f33ee7c1aeef24879f36f14558571e87d09e15199cc85430f74c464844b585f8"},
	"sie": {
		"b61df9c8f079f871b65fc45544f9f6eab40668e05e3cd7461bd263d50d7da593",
		"7d5dc2d2a7af40a17f452a117bb8d9c8cd33fc6dc26b2b85db293194ef61a7dc"},
	"sie-kommunbas": {
		"89c3c9cf1166c5fb0091960f327e1588a99d6103f925469cc5767bfc4376e46b",
		"6a0c0e0d0ea86526090e6c945151d65ee799ad9e8b2c0982b4844a5a59efb0e4"},
	"ted": {
		"c3de5b31cb0c840ac6ea34252d961d5162f28df8616635fd729e2ec1c230e55b",
		"836fce2ed8625ba8c2b6775baaab7a0484adbc194830482cd3ecb54bc043ff67"},
	"uhm-anbud": {
		"78324525d36664c273706e8a7ea11be86dd4faf033ce6a8680ff5a6c7822fee9",
		"5ae055b7b5d973b62801871f0d1fec7581b87274de261edd1198a21bd800fdfc"},
	"uhm-avtal": {
		"c080d9b03b75811dc0b9522a8dd1bb7538bf0901d922e9eed1fec5598614dc4c",
		"2dc792f971a3438ebc708ead9c009a1335c1c43dceee102bcdf89370d622143d"},
	"uhm-statistik": {
		"d0594bed817a8682300e40c92c0f00e25948b0764753384bec682b127c73f3f8",
		"b9023f22690705cdc3030eb2379cd74ba5befbead16f825d0c065c8109d938e6"},
	"uhm-upphandlingar": {
		"8d7bef9533dddcf8be79ea6d44adddddc7867e77ea96b716d727aec6f78e1f88",
		"4126d261a0f9a3c2dad177254e2bd554ee0b1575fd5a538ac84e7436b8c720e8"},
}

func TestProfilesHaveTheirPlanHashes(t *testing.T) {
	ready := 0
	for _, name := range Profiles() {
		if _, table := dubbelkrona.TableByName(name); table {
			continue // its plan follows from the table's columns
		}
		ready++
		without, faults := Compile(Spec{Profile: name})
		if len(faults) > 0 {
			t.Errorf("%s: %v", name, faults)
			continue
		}
		with := profilePlan(t, Spec{Profile: name})
		if got := [2]string{without.Hash(), with.Hash()}; got != planHashes[name] {
			t.Errorf("%s: %q, not %q", name, got, planHashes[name])
		}
	}
	if ready != len(planHashes) {
		t.Errorf("%d profiles and %d hashes", ready, len(planHashes))
	}
}

// A profile is parsed as strictly as a project's mapping, and each fault has its position.
func TestProfilesAreStrict(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"unknown key":    {"tables:\n  - table: spend\n    colums: {}\n", `p.yaml:3:5: unknown key "colums"; known: columns, months, skip, table, totals, where`},
		"not a section":  {"tables:\n  - table: outcome\n    months: 3\n", "p.yaml:3:13: expected keys and values here"},
		"more than that": {"nulls: [x]\ntables: []\n", `p.yaml:1:1: unknown key "nulls"; known: tables`},
	} {
		_, faults := decodeTables("p.yaml", c.text)
		if len(faults) != 1 || faults[0].String() != c.want {
			t.Errorf("%s: %v, not %s", name, faults, c.want)
		}
	}
}

// Each profile has a description and compiles without faults.
func TestProfilesHaveDescriptions(t *testing.T) {
	for _, name := range Profiles() {
		p, ok := ProfileByName(name)
		if !ok || p.Name != name || p.Doc == "" {
			t.Errorf("%s: %t, %q", name, ok, p.Doc)
		}
		doc, broken := strictyaml.Parse(name+profileExt, []byte(p.Text))
		tables, faults := p.tables()
		if len(broken)+len(faults) > 0 {
			t.Errorf("%v %v", broken, faults)
			continue
		}
		_, wrong := Compile(Spec{Tables: tables})
		for _, f := range wrong {
			t.Error(doc.At(f.Path, f.Message))
		}
	}
	if _, ok := ProfileByName("../doc"); ok {
		t.Error("a path is a profile")
	}
}
