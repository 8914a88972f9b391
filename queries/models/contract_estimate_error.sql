/*
title: {sv: Den skattade effektens medelfel per avtal, en: Standard error of the estimated effect by contract}
doc:
  sv: Medelfelet av summan över blocken, ur skattningarnas kovarianser, med tillägget för snedvridning som ingen kontroll ser. Tillägget är fullt korrelerat mellan blocken.
  en: The standard error of the sum over blocks, from the covariances of the estimates, with the allowance for bias that no check sees. The allowance is fully correlated over blocks.
columns:
  contract_id: Contract.
  residence: Municipality of residence.
  se: Standard error of the person-years; NULL if unknown.
  labour_se: Standard error of wages plus employer contributions, SEK; NULL if unknown.
*/
WITH exposed AS (
    SELECT x.contract_id, x.residence, count(*) AS blocks
    FROM metric.contract_exposure AS x
    GROUP BY x.contract_id, x.residence
),
sampled AS (
    SELECT a.contract_id, a.residence, c.outcome_a AS outcome, sum(a.years * b.years * c.covariance) AS variance, count(c.covariance) AS pairs
    FROM metric.contract_exposure AS a
    INNER JOIN metric.contract_exposure AS b ON b.contract_id = a.contract_id AND b.residence = a.residence
    INNER JOIN effect.covariance AS c
        ON c.effect = 'employment' AND c.scope = a.residence AND c.outcome_b = c.outcome_a AND c.block_a = a.block AND c.block_b = b.block
    GROUP BY a.contract_id, a.residence, c.outcome_a
),
allowed AS (
    SELECT x.contract_id, x.residence, e.outcome, sum(x.years * e.allowance) AS bias, count(e.allowance) AS blocks
    FROM metric.contract_exposure AS x
    INNER JOIN effect.estimate AS e ON e.effect = 'employment' AND e.scope = x.residence AND e.block = x.block
    GROUP BY x.contract_id, x.residence, e.outcome
)
SELECT
    s.contract_id,
    s.residence,
    max(CASE WHEN v.outcome = 'work' THEN sqrt(v.variance + a.bias * a.bias) END) AS se,
    max(CASE WHEN v.outcome = 'labour_cost' THEN sqrt(v.variance + a.bias * a.bias) END) AS labour_se
FROM exposed AS s
INNER JOIN sampled AS v ON v.contract_id = s.contract_id AND v.residence = s.residence AND v.pairs = s.blocks * s.blocks AND v.variance >= 0
INNER JOIN allowed AS a ON a.contract_id = s.contract_id AND a.residence = s.residence AND a.outcome = v.outcome AND a.blocks = s.blocks
GROUP BY s.contract_id, s.residence
