/*
title: {sv: Månader med stöd, en: Months with support}
doc:
  sv: "En rad per person och månad i en placering med stöd: arbetsträning, subventionerat arbete eller en anställning med statligt stöd. En placering utan uppgift om slag och stödform, eller med okänd stödform, räknas dit: vad som är okänt gör inget arbete osubventionerat. Nedsatt avgift för unga och växa-stöd gäller varje arbetsgivare och är inget stöd här. En placering utan slut räknas till avtalets sista dag, annars till uppföljningens slut."
  en: "One row per person and month within a placement with support: work training, a subsidised job or a job with state support. A placement that states neither kind nor programme, or whose programme is unknown, counts as one: what is unknown makes no work unsubsidised. The lower contributions of the young and växa-stöd are open to every employer and are no support here. A placement without an end counts until the last day of the contract, otherwise until the end of follow-up."
columns:
  person: Pseudonym.
  month_no: Year times twelve plus month.
*/
WITH supported AS (
    SELECT
        pl.person,
        CAST(extract(year FROM pl."start") * 12 + extract(month FROM pl."start") AS INTEGER) AS first_no,
        coalesce(pl."end", CASE WHEN c.last_day >= pl."start" THEN c.last_day END) AS last_day
    FROM core.placement AS pl
    LEFT JOIN metric.contract_register AS c ON c.contract_id = pl.contract_ref
    WHERE pl.kind IN ('work_training', 'subsidised_job')
       OR pl.programme NOT IN ('none', 'youth_rate', 'vaxa_stod')
       OR (pl.programme IS NULL AND pl.kind IS NULL)
),
bounded AS (
    SELECT
        s.person,
        s.first_no,
        coalesce(CAST(extract(year FROM s.last_day) * 12 + extract(month FROM s.last_day) AS INTEGER), f.last_no) AS last_no
    FROM supported AS s
    CROSS JOIN metric.follow_up AS f
)
SELECT DISTINCT
    b.person,
    c.month_no
FROM bounded AS b
INNER JOIN metric.calendar_month AS c ON c.month_no BETWEEN b.first_no AND b.last_no
