/*
title: {sv: Kommun som står flera gånger, en: Municipality that stands several times}
doc:
  sv: Koder som flera källor har i kommunregistret. En egen fråga som kopplar på koden räknar sina rader flera gånger; ta bort den ena källan eller räkna distinkta koder.
  en: Codes that several sources have in the register of municipalities. A query of your own that joins on the code counts its rows several times; leave one of the sources out, or count distinct codes.
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
