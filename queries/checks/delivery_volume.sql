/*
title: {sv: Leveranser med annan omfattning än förut, en: Deliveries that differ in size}
doc:
  sv: En ny version av ett objekt har färre rader eller en annan summa än den förra, eller en ny period skiljer sig mycket från tidigare perioder. Den är inläst, men kan vara ofullständig eller fel.
  en: A new version of an object has fewer rows or another sum than the previous one, or a new period differs much from earlier periods. It was loaded, but may be incomplete or wrong.
severity: warn
message:
  sv: "Källan {source}, {object}: {table_name} har {rows} rader mot {rows_before} {compared}{amounts}"
  en: "Source {source}, {object}: {table_name} has {rows} rows, compared with {rows_before} {compared_en}{amounts_en}"
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
