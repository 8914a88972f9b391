/*
title: {sv: Varje personmånad en gång, en: Each person-month once}
doc:
  sv: >-
    En rad per person och månad, från personmånader och från perioder som delar månaden. Tillståndet är det som gällde flest dagar, vid lika många det senare. Ett belopp
    per månad räknas efter andelen dagar och avrundas till öre. Täcks en dag av flera rader räknas den en gång; uppgifter som då motsäger varandra är okända.
  en: >-
    One row per person and month, from person-months and from spells that share the month. The state is the one with the most days, the later one in case of a tie. An
    amount per month is weighted by its share of the days and rounded to öre. A day covered by several rows is counted once; values on which those rows differ are unknown.
materialized: table
split: person
columns:
  person: Pseudonym.
  month: First day of the month.
  state: Main source of income; NULL if unknown or contradictory.
  wage: Gross wage, SEK.
  social_assistance: Försörjningsstöd, SEK.
  unemployment_benefit: A-kassa and aktivitetsstöd, SEK.
  other_benefit: Other benefit, SEK.
  days: Number of days of the month covered by any row.
  whole: Whether every day of the month is covered.
  overlapping: Whether several rows cover the same day.
  contradictory: Whether these rows contradict each other.
  first_source: First source in alphabetical order with a row.
  last_source: Last source in alphabetical order with a row.
  first_segment: Lowest segment with a row.
  last_segment: Highest segment with a row.
*/
WITH bounded AS (
    SELECT
        o.*,
        CAST(o.month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS month_end
    FROM core.outcome AS o
),
spans AS (
    SELECT
        person,
        month,
        state,
        wage,
        social_assistance,
        unemployment_benefit,
        other_benefit,
        CASE WHEN first_day > month THEN first_day ELSE month END AS first_day,
        CASE WHEN last_day < month_end THEN last_day ELSE month_end END AS last_day,
        date_diff('day', month, month_end) + 1 AS month_days,
        _source,
        _segment,
        _row
    FROM bounded
),
preceded AS (
    SELECT
        *,
        date_diff('day', first_day, last_day) + 1 AS own_days,
        max(last_day) OVER (
            PARTITION BY person, month
            ORDER BY first_day, last_day, _source, _segment, _row
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS before
    FROM spans
),
ordered AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY person, month
            ORDER BY own_days DESC, first_day DESC, _source, _segment, _row
        ) AS place
    FROM preceded
),
weighted AS (
    SELECT
        *,
        -- Nine decimals, so that a whole month weighs exactly 1; wide, since
        -- products of two narrow decimals overflow in DuckDB.
        CAST(CAST(own_days AS DOUBLE) / month_days AS DECIMAL(28, 9)) AS weight,
        CASE
            WHEN before IS NULL OR before < first_day THEN own_days
            WHEN last_day > before THEN date_diff('day', before, last_day)
            ELSE 0
        END AS new_days
    FROM ordered
),
grouped AS (
    SELECT
        person,
        month,
        min(month_days) AS month_days,
        sum(new_days) AS days,
        sum(own_days) > sum(new_days) AS overlapping,
        -- Not count(DISTINCT …), which keeps the values of every month in memory.
        coalesce(min(state) <> max(state), FALSE) OR coalesce(min(wage) <> max(wage), FALSE)
            OR coalesce(min(social_assistance) <> max(social_assistance), FALSE)
            OR coalesce(min(unemployment_benefit) <> max(unemployment_benefit), FALSE)
            OR coalesce(min(other_benefit) <> max(other_benefit), FALSE) AS differing,
        max(CASE WHEN place = 1 THEN state END) AS main_state,
        CASE WHEN min(state) = max(state) THEN min(state) END AS only_state,
        TRY_CAST(sum(wage * weight) AS DECIMAL(18, 2)) AS wage,
        CASE WHEN min(wage) = max(wage) THEN min(wage) END AS only_wage,
        TRY_CAST(sum(social_assistance * weight) AS DECIMAL(18, 2)) AS social_assistance,
        CASE WHEN min(social_assistance) = max(social_assistance) THEN min(social_assistance) END AS only_social_assistance,
        TRY_CAST(sum(unemployment_benefit * weight) AS DECIMAL(18, 2)) AS unemployment_benefit,
        CASE WHEN min(unemployment_benefit) = max(unemployment_benefit) THEN min(unemployment_benefit) END AS only_unemployment_benefit,
        TRY_CAST(sum(other_benefit * weight) AS DECIMAL(18, 2)) AS other_benefit,
        CASE WHEN min(other_benefit) = max(other_benefit) THEN min(other_benefit) END AS only_other_benefit,
        min(_source) AS first_source,
        max(_source) AS last_source,
        min(_segment) AS first_segment,
        max(_segment) AS last_segment
    FROM weighted
    GROUP BY person, month
)
SELECT
    person,
    month,
    CASE WHEN overlapping THEN only_state ELSE main_state END AS state,
    CASE WHEN overlapping THEN only_wage ELSE wage END AS wage,
    CASE WHEN overlapping THEN only_social_assistance ELSE social_assistance END AS social_assistance,
    CASE WHEN overlapping THEN only_unemployment_benefit ELSE unemployment_benefit END AS unemployment_benefit,
    CASE WHEN overlapping THEN only_other_benefit ELSE other_benefit END AS other_benefit,
    CAST(days AS INTEGER) AS days,
    days = month_days AS whole,
    overlapping,
    overlapping AND differing AS contradictory,
    first_source,
    last_source,
    first_segment,
    last_segment
FROM grouped
