/*
title: {sv: Bron från myndighetens läsning, en: The bridge from the authority's reading}
doc:
  sv: Myndighetens summa för ett avtal och bryggans termer är tillsammans det sociala värdet, på kronan.
  en: The authority's sum for a contract and the terms of the bridge are together the social value, to the krona.
severity: warn
message:
  sv: "Avtal {contract_id}: myndighetens summa och bryggans termer skiljer sig {rest} kr från det sociala värdet. Det är ett fel i modellernas definition."
  en: "Contract {contract_id}: the authority's sum and the terms of the bridge differ by {rest} SEK from the social value. The models are defined incorrectly."
concerns: [uhm_reading]
*/
SELECT contract_id, rest
FROM metric.uhm_bridge
-- Each of about twelve amounts is rounded to öre, and sums of large ones are floats.
WHERE abs(rest) > 0.5 + abs(total) * 0.000000001
