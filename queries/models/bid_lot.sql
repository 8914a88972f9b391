/*
title: {sv: Anbud per anbudsområde, en: Bids by lot}
doc:
  sv: En rad per anbudsområde. Samma område i flera leveranser räknas en gång, och säger de emot varandra är antalet okänt. En anbudsgivare är ett socialt företag om kommunens register räknar den den dag upphandlingen annonserades eller, om den inte finns där, organisation gör det. Anbudsgivaren känns igen på namnet, eftersom statistiken saknar organisationsnummer, annars på numret.
  en: One row per lot. The same lot in several deliveries counts once, and if they contradict each other the number is unknown. A bidder is a social enterprise if the municipality's register counts it on the day of publication or, if it is not in it, organisation does. The bidder is recognised by its name, since the statistics lack organisation numbers, else by the number.
materialized: table
columns:
  procurement: Procurement.
  lot: Lot; empty if the procurement has none.
  municipality: Buying municipality; NULL if unknown.
  day: Day of publication; NULL if unknown.
  bids: Number of bids; NULL if unknown.
  contracted: Number of contracted bids; NULL if unknown.
  social: Number of bids by bidders that are known to be social enterprises; NULL if no social enterprise is known.
  unclear: Number of bids whose bidder is not known, or not known to be a social enterprise or none.
  differs: Whether deliveries state different numbers.
  complete: Whether the number of bids is known for each lot of the procurement.
*/
WITH delivered AS (
    SELECT
        procurement,
        coalesce(lot, '') AS lot,
        _source,
        _segment,
        max(municipality) AS municipality,
        min(published) AS day,
        sum(bids) AS bids,
        sum(contracted) AS contracted
    FROM core.bid
    GROUP BY procurement, coalesce(lot, ''), _source, _segment
),
lots AS (
    SELECT
        procurement,
        lot,
        max(municipality) AS municipality,
        min(day) AS day,
        CASE WHEN min(bids) = max(bids) THEN min(bids) END AS bids,
        CASE WHEN min(contracted) = max(contracted) THEN min(contracted) END AS contracted,
        coalesce(min(bids) <> max(bids), FALSE) OR coalesce(min(contracted) <> max(contracted), FALSE) AS differs
    FROM delivered
    GROUP BY procurement, lot
),
-- Each bidder of a lot, in the delivery that states most of its bids.
bidders AS (
    SELECT procurement, lot, bidder, max(org_no) AS org_no, max(name) AS name, max(bids) AS bids
    FROM (
        SELECT
            procurement,
            coalesce(lot, '') AS lot,
            coalesce(lower(trim(bidder_name)), bidder_org_no) AS bidder,
            _source,
            _segment,
            max(bidder_org_no) AS org_no,
            max(lower(trim(bidder_name))) AS name,
            sum(coalesce(bids, contracted)) AS bids
        FROM core.bid
        WHERE bidder_name IS NOT NULL OR bidder_org_no IS NOT NULL
        GROUP BY procurement, coalesce(lot, ''), coalesce(lower(trim(bidder_name)), bidder_org_no), _source, _segment
    ) AS named
    GROUP BY procurement, lot, bidder
),
register AS (
    SELECT e.municipality, e.org_no, lower(trim(s.name)) AS name, e.counted_from, e.counted_to, e.possible_from, e.possible_to
    FROM metric.social_enterprise AS e
    INNER JOIN core.organisation_status AS s ON s._source = e._source AND s._segment = e._segment AND s._row = e._row
),
everywhere AS (
    SELECT
        org_no,
        lower(trim(name)) AS name,
        min(coalesce(identified_from, DATE '0001-01-01')) AS first_day,
        max(coalesce(identified_to, DATE '9999-12-31')) AS last_day
    FROM core.organisation
    WHERE kind IN ('social_enterprise', 'work_integrating')
    GROUP BY org_no, lower(trim(name))
),
known AS (
    SELECT count(*) AS enterprises
    FROM (
        SELECT org_no FROM everywhere
        UNION ALL
        SELECT org_no FROM register
    ) AS listed
),
own AS (
    SELECT
        b.procurement,
        b.lot,
        b.bidder,
        max(CASE WHEN l.day BETWEEN r.counted_from AND r.counted_to THEN 1 ELSE 0 END) AS sure,
        max(CASE WHEN l.day IS NULL OR l.day BETWEEN r.possible_from AND r.possible_to THEN 1 ELSE 0 END) AS possible
    FROM bidders AS b
    INNER JOIN lots AS l ON l.procurement = b.procurement AND l.lot = b.lot
    INNER JOIN register AS r ON r.municipality = l.municipality AND (r.org_no = b.org_no OR r.name = b.name)
    GROUP BY b.procurement, b.lot, b.bidder
),
others AS (
    SELECT
        b.procurement,
        b.lot,
        b.bidder,
        max(CASE WHEN l.day BETWEEN e.first_day AND e.last_day THEN 1 ELSE 0 END) AS sure,
        max(CASE WHEN l.day IS NULL THEN 1 ELSE 0 END) AS possible
    FROM bidders AS b
    INNER JOIN lots AS l ON l.procurement = b.procurement AND l.lot = b.lot
    INNER JOIN everywhere AS e ON e.org_no = b.org_no OR e.name = b.name
    GROUP BY b.procurement, b.lot, b.bidder
),
judged AS (
    SELECT
        b.procurement,
        b.lot,
        b.bids,
        CASE WHEN o.bidder IS NOT NULL THEN o.sure ELSE coalesce(a.sure, 0) END AS sure,
        CASE WHEN o.bidder IS NOT NULL THEN o.possible ELSE coalesce(a.possible, 0) END AS possible
    FROM bidders AS b
    LEFT JOIN own AS o ON o.procurement = b.procurement AND o.lot = b.lot AND o.bidder = b.bidder
    LEFT JOIN others AS a ON a.procurement = b.procurement AND a.lot = b.lot AND a.bidder = b.bidder
),
summed AS (
    SELECT
        procurement,
        lot,
        sum(CASE WHEN sure = 1 THEN bids ELSE 0 END) AS social,
        sum(CASE WHEN sure = 1 OR possible = 0 THEN bids ELSE 0 END) AS clear
    FROM judged
    GROUP BY procurement, lot
),
whole AS (
    SELECT procurement, count(*) = count(bids) AS complete
    FROM lots
    GROUP BY procurement
)
SELECT
    l.procurement,
    l.lot,
    l.municipality,
    l.day,
    CAST(l.bids AS BIGINT) AS bids,
    CAST(l.contracted AS BIGINT) AS contracted,
    CAST(CASE WHEN k.enterprises > 0 THEN coalesce(s.social, 0) END AS BIGINT) AS social,
    CAST(CASE
        WHEN coalesce(l.bids, l.contracted) > coalesce(s.clear, 0) THEN coalesce(l.bids, l.contracted) - coalesce(s.clear, 0)
        WHEN coalesce(l.bids, l.contracted) IS NOT NULL THEN 0
    END AS BIGINT) AS unclear,
    l.differs,
    w.complete
FROM lots AS l
CROSS JOIN known AS k
INNER JOIN whole AS w ON w.procurement = l.procurement
LEFT JOIN summed AS s ON s.procurement = l.procurement AND s.lot = l.lot
