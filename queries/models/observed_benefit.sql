/*
title: {sv: Försörjning före insatsen, en: Support before the measure}
doc:
  sv: "Vad deltagarna levde på de tolv månaderna före sin första dag på avtalet, ur utfallen. En månad är känd om hela månaden täcks och tillståndet och båda beloppen är kända och inte negativa; den som är avliden eller har flyttat har inga sådana månader, och månader i arbete säger inget om tiden utan arbete. För deltagare med kända månader går de före de antagna tillstånden."
  en: "What the participants lived on in the twelve months before their first day on the contract, from the outcomes. A month is known if all of it is covered and the state and both amounts are known and not negative; a person who is deceased or has moved has no such months, and months in work say nothing about the time without work. For participants with known months they are used instead of the assumed states."
materialized: table
columns:
  contract_id: Contract.
  residence: Municipality of residence; the buyer if unknown.
  state: State as in counterfactual_state; none if neither benefit was paid.
  share: Share of the person-months without work; each person weighs as much as the contract's share of the person.
  taxed: Mean taxed benefit, SEK for a year.
  assistance: Mean social assistance, SEK for a year.
  observed: Share of the participants with at least one known month, 0 to 1.
*/
WITH months AS (
    SELECT
        p.contract_id,
        p.person,
        CASE
            WHEN m.social_assistance > 0 AND m.unemployment_benefit > 0 THEN 'unemployment_benefit_and_social_assistance'
            WHEN m.social_assistance > 0 THEN 'social_assistance'
            WHEN m.unemployment_benefit > 0 THEN 'unemployment_benefit'
            ELSE 'none'
        END AS state,
        CASE WHEN m.state = 'work' THEN 0 ELSE 1 END AS idle,
        m.unemployment_benefit,
        m.social_assistance
    FROM metric.contract_person AS p
    INNER JOIN metric.person_month AS m
        ON m.person = p.person AND m.month < date_trunc('month', p.first_day) AND m.month >= date_trunc('month', p.first_day) - INTERVAL '12' MONTH
    WHERE m.whole AND m.state NOT IN ('deceased', 'moved') AND m.social_assistance >= 0 AND m.unemployment_benefit >= 0
),
persons AS (
    SELECT contract_id, person, count(*) AS known, nullif(sum(idle), 0) AS months
    FROM months
    GROUP BY contract_id, person
),
weighed AS (
    SELECT
        p.contract_id,
        coalesce(p.residence, s.municipality) AS residence,
        p.person,
        p.share,
        n.known,
        n.months
    FROM metric.contract_person AS p
    INNER JOIN metric.contract_scope AS s ON s.contract_id = p.contract_id AND s.residence = coalesce(p.residence, s.municipality)
    LEFT JOIN persons AS n ON n.contract_id = p.contract_id AND n.person = p.person
),
totals AS (
    SELECT
        contract_id,
        residence,
        sum(CASE WHEN known > 0 THEN share ELSE 0 END) AS seen,
        sum(CASE WHEN months > 0 THEN share ELSE 0 END) AS idle,
        sum(share) AS all_shares
    FROM weighed
    GROUP BY contract_id, residence
),
states AS (
    SELECT
        w.contract_id,
        w.residence,
        m.state,
        sum(CAST(w.share AS DOUBLE) / w.months) AS weight,
        sum(CAST(w.share AS DOUBLE) / w.months * CAST(m.unemployment_benefit AS DOUBLE)) AS taxed,
        sum(CAST(w.share AS DOUBLE) / w.months * CAST(m.social_assistance AS DOUBLE)) AS assistance
    FROM weighed AS w
    INNER JOIN months AS m ON m.contract_id = w.contract_id AND m.person = w.person AND m.idle = 1
    GROUP BY w.contract_id, w.residence, m.state
)
SELECT
    s.contract_id,
    s.residence,
    s.state,
    s.weight / CAST(t.idle AS DOUBLE) AS share,
    TRY_CAST(12 * CAST(s.taxed AS DOUBLE) / s.weight AS DECIMAL(18, 2)) AS taxed,
    TRY_CAST(12 * CAST(s.assistance AS DOUBLE) / s.weight AS DECIMAL(18, 2)) AS assistance,
    t.seen / CAST(t.all_shares AS DOUBLE) AS observed
FROM states AS s
INNER JOIN totals AS t ON t.contract_id = s.contract_id AND t.residence = s.residence
