/*
title: {sv: Anbud som leveranser räknar olika, en: Bids that deliveries count differently}
doc:
  sv: Två leveranser anger olika antal anbud, eller kontrakterade anbud, i samma anbudsområde. Antalet är då okänt och ingår inte i summan.
  en: Two deliveries state different numbers of bids, or of contracted bids, of the same lot. The number is then unknown and not in the sum.
severity: warn
message:
  sv: "Upphandling {procurement}: {lots} anbudsområden har olika antal anbud i olika leveranser. Behåll den senaste."
  en: "Procurement {procurement}: {lots} lots have different numbers of bids in different deliveries. Keep the latest one."
*/
SELECT
    procurement,
    min(municipality) AS municipality,
    count(*) AS lots
FROM metric.bid_lot
WHERE differs
GROUP BY procurement
