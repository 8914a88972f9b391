/*
title: {sv: Sociala företag från början till slut, en: Social enterprises from start to end}
doc:
  sv: Antal sociala företag vid årets mättillfälle, och vad som skiljer det från mättillfället före. start + started + discovered + redefined_in − bankruptcy − closed − redefined_out + unexplained = end, för de kommuner där båda är kända. unexplained är förändring utan angivet skäl; ett skäl som ingen anger är då okänt, inte 0, och läses som 0 i summan. Kommuner där början är okänd ingår bara i värdet och räknas i without_bridge.
  en: Number of social enterprises at the measurement of the year, and what makes it differ from the measurement before. start + started + discovered + redefined_in − bankruptcy − closed − redefined_out + unexplained = end, for the municipalities in which both are known. unexplained is change without a stated reason; a reason that nobody states is then unknown, not 0, and is read as 0 in the sum. Municipalities whose start is unknown are only part of the value and are counted in without_bridge.
unit: enterprises
let:
  # A reason that nobody states is unknown, not 0, where something is unexplained.
  - silent: count(CASE WHEN unexplained <> 0 OR unexplained IS NOT NULL AND NOT registered THEN 1 END)
    at_end: sum(end_count)
    start: sum(CASE WHEN unexplained IS NOT NULL THEN start_count END)
    started: sum(started)
    discovered: sum(discovered)
    redefined_in: sum(redefined_in)
    bankruptcy: sum(bankruptcy)
    closed: sum(closed)
    redefined_out: sum(redefined_out)
    unexplained: sum(unexplained)
    bridged: count(unexplained)
    at_bridged_end: sum(CASE WHEN unexplained IS NOT NULL THEN end_count END)
    steps: count(*)
    ended: count(end_count)
value: at_end
parts:
  start: {value: "start", title: {sv: Vid början, en: At the start}}
  started: {value: "CASE WHEN started > 0 OR silent = 0 THEN started END", title: {sv: Startade, en: Started}}
  discovered: {value: "CASE WHEN discovered > 0 OR silent = 0 THEN discovered END", title: {sv: Upptäcktes, en: Discovered}}
  redefined_in: {value: "CASE WHEN redefined_in > 0 OR silent = 0 THEN redefined_in END", title: {sv: In genom ändrad definition, en: In by a changed definition}}
  bankruptcy: {value: "CASE WHEN bankruptcy > 0 OR silent = 0 THEN bankruptcy END", title: {sv: Konkurs, en: Bankruptcy}}
  closed: {value: "CASE WHEN closed > 0 OR silent = 0 THEN closed END", title: {sv: Upphörde, en: Closed}}
  redefined_out: {value: "CASE WHEN redefined_out > 0 OR silent = 0 THEN redefined_out END", title: {sv: Ut genom ändrad definition, en: Out by a changed definition}}
  unexplained: {value: "unexplained", title: {sv: Skälet inte angivet, en: Reason not stated}}
  end: {value: "at_bridged_end", title: {sv: "Vid slutet, där början är känd", en: "At the end, where the start is known"}}
  without_bridge: {value: "steps - bridged", unit: municipalities, title: {sv: Kommuner med okänd början eller slut, en: Municipalities whose start or end is unknown}}
  unknown: {value: "steps - ended", unit: municipalities, title: {sv: Kommuner med okänt slut, en: Municipalities whose end is unknown}}
by: [municipality]
period: {column: day, grains: [year], all: false}
format: {decimals: 0}
*/
SELECT
    municipality,
    day,
    registered,
    start_count,
    started,
    discovered,
    redefined_in,
    bankruptcy,
    closed,
    redefined_out,
    unexplained,
    end_count
FROM metric.register_step
