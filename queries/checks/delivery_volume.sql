/*
title: {sv: Leveranser med annan omfattning än förut, en: Deliveries of another size than before}
doc:
  sv: En ny version av ett objekt har färre rader än den förra, eller en annan summa, eller en ny period skiljer sig mycket från perioderna före. Den är inläst, men kan vara ofullständig eller fel.
  en: A new version of an object has fewer rows than the former one, or another sum, or a new period is far from those before it. It was taken, but may be incomplete or wrong.
severity: warn
message:
  sv: "Källan {source}, {object}: {table_name} har {rows} rader mot {rows_before} {compared}{amounts}"
  en: "Source {source}, {object}: {table_name} has {rows} rows against {rows_before} {compared_en}{amounts_en}"
*/
SELECT
    source,
    object,
    table_name,
    rows,
    rows_before,
    CASE rule WHEN 'volume.period' THEN 'i en vanlig period' ELSE 'förut' END AS compared,
    CASE rule WHEN 'volume.period' THEN 'in a typical period' ELSE 'before' END AS compared_en,
    coalesce(', summa ' || replace(CAST(amount AS VARCHAR), '.', ',') || ' mot ' || replace(CAST(amount_before AS VARCHAR), '.', ',') || ' kr', '') AS amounts,
    coalesce(', sum ' || CAST(amount AS VARCHAR) || ' against ' || CAST(amount_before AS VARCHAR) || ' SEK', '') AS amounts_en
FROM meta.delivery_note
WHERE rule IN ('volume.fell', 'volume.period')
