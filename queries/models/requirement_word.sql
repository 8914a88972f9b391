/*
title: {sv: Ord om åtaganden, en: Words about undertakings}
doc:
  sv: En rad per slag av åtagande och per skäl till att ett åtagande är okänt, med orden för dem.
  en: One row per kind of undertaking and per reason why an undertaking is unknown, with the words for them.
columns:
  code: kind or missing, as in requirement_delivery.
  sv: In words, Swedish.
  en: In words, English.
*/
SELECT
    code,
    sv,
    en
FROM (VALUES
    ('employment', 'anställning', 'employment'),
    ('placement', 'praktik', 'work placement'),
    ('sub_supplier', 'underleverantör', 'sub-supplier'),
    ('other', 'annat', 'other'),
    ('unknown_contract', 'avtalet finns inte', 'the contract does not exist'),
    ('no_day', 'dagen är okänd', 'the day is unknown'),
    ('contradictory', 'källorna anger olika mängd eller tröskel', 'the sources state different quantities or tolerances'),
    ('reported_only', 'slaget kan inte jämföras med placeringar', 'the kind cannot be compared with placements'),
    ('months_of_sub_suppliers', 'månader kan inte räknas för underleverantörer', 'months of sub-suppliers cannot be counted'),
    ('no_quantity', 'varken månader eller antal är angivet', 'neither months nor a number is stated'),
    ('mixed_quantities', 'ett annat åtagande av samma slag anger en annan mängd (månader eller personer), så de kan inte skiljas åt', 'another undertaking of the same kind states another quantity (months or persons), so that they cannot be told apart'),
    ('quarantined_placement', 'en placering är i karantän', 'a placement is in quarantine'),
    ('no_placements', 'ingen placering på kommunens avtal är känd', 'no placement on the municipality''s contracts is known'),
    ('stale_source', 'källan till placeringarna är inaktuell', 'the source of the placements is stale'),
    ('target_group', 'det är okänt vilka som hör till målgruppen', 'it is unknown who belongs to the target group'),
    ('extent', 'omfattning eller slag saknas för någon placering', 'some placement lacks its extent or kind'),
    ('sub_supplier_unknown', 'en underleverantörs namn eller datum saknas', 'a sub-supplier''s name or date is missing'),
    ('shared', 'arbetet kan räknas mot flera åtaganden med olika målgrupp', 'the work may count toward several undertakings with different target groups'),
    ('no_last_day', 'sista dagen är okänd', 'the last day is unknown')
) AS w (code, sv, en)
