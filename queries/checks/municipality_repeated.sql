/*
title: {sv: Kommun som finns flera gånger, en: Municipality registered several times}
doc:
  sv: Kommunkoder som finns i kommunregistret från flera källor. En egen fråga som kopplar på koden räknar sina rader flera gånger; ta bort den ena källan eller räkna distinkta koder.
  en: Municipality codes that are in the register from several sources. A query of your own that joins on the code counts its rows several times; remove one of the sources or count distinct codes.
severity: warn
message:
  sv: "Kommun {code} finns i {sources} källor"
  en: "Municipality {code} is in {sources} sources"
*/
SELECT
    code,
    count(*) AS sources
FROM core.municipality
GROUP BY code
HAVING count(*) > 1
