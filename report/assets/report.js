// The page works without this script: it adds the choice of language, sorting, filters,
// downloads, sliders, explanations in place and the figures of one municipality.
(() => {
"use strict";
const root = document.documentElement;
const reports = [...document.querySelectorAll(".report")];
const byId = (id) => document.getElementById(id);
const current = () => reports.find((r) => !r.hidden);

// --- language ---
function speak(lang) {
  for (const r of reports) r.hidden = r.lang !== lang;
  root.lang = lang;
}
function follow() {
  const target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
  const report = target && target.closest(".report");
  if (!report) return;
  speak(report.lang);
  if (target !== report) target.scrollIntoView();
}
root.classList.add("js");
speak(reports[0].lang);
follow();
addEventListener("hashchange", follow);
document.addEventListener("click", (e) => {
  const a = e.target.closest("a[data-language]");
  if (!a) return;
  e.preventDefault();
  speak(a.dataset.language);
  history.replaceState(null, "", "#" + a.dataset.language);
  current().querySelector("a[data-language]").focus();
});

// --- numbers: exact decimals as whole millionths ---
const scale = 6;
function parse(text) {
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) || [];
  if (whole === undefined) return null;
  const n = BigInt(whole + fraction.padEnd(scale, "0").slice(0, scale));
  return sign ? -n : n;
}
// round divides, rounded half away from zero.
function round(n, by) {
  const half = by / 2n;
  return n < 0n ? -((-n + half) / by) : (n + half) / by;
}
function write(n, places, sv) {
  const text = (n < 0n ? -n : n).toString().padStart(places + 1, "0");
  const whole = text.slice(0, text.length - places).replace(/\B(?=(\d{3})+$)/g, sv ? "\u00a0" : ",");
  return (n < 0n ? "−" : "") + whole + (places ? (sv ? "," : ".") + text.slice(text.length - places) : "");
}
function format(n, places, percent, sv) {
  if (percent) return write(round(n, 10n ** BigInt(scale - 3)), 1, sv) + (sv ? "\u00a0%" : "%");
  return write(round(n, 10n ** BigInt(scale - places)), places, sv);
}

// --- tables: sort, filter, download ---
const exact = (cell) => {
  const data = cell.querySelector("data");
  return data ? data.value : null;
};
function sort(table, column, descending) {
  const lang = table.closest(".report").lang;
  const body = table.tBodies[0];
  const key = (row) => {
    const cell = row.cells[column];
    const value = exact(cell);
    return value === null ? (cell.classList.contains("n") ? null : cell.textContent.trim()) : Number(value);
  };
  const rows = [...body.rows].map((row) => [row, key(row)]);
  // What has no number comes last in both directions.
  rows.sort(([, a], [, b]) => {
    if (a === null || b === null) return (a === null) - (b === null);
    const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), lang);
    return descending ? -order : order;
  });
  body.append(...rows.map(([row]) => row));
}
function sortable(table) {
  [...table.tHead.rows[0].cells].forEach((th, column) => {
    if (!th.textContent.trim() || table.querySelector("tbody tr td:nth-child(" + (column + 1) + ") svg")) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...th.childNodes);
    th.append(button);
    button.addEventListener("click", () => {
      const descending = th.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      th.setAttribute("aria-sort", descending ? "descending" : "ascending");
      sort(table, column, descending);
    });
  });
}
for (const table of document.querySelectorAll("table.sort")) sortable(table);
for (const input of document.querySelectorAll("input[data-filter]")) {
  input.closest("label").hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLocaleLowerCase();
    for (const row of byId(input.dataset.filter).tBodies[0].rows) {
      row.hidden = ![...row.cells].some((c) => !c.classList.contains("n") && c.textContent.toLocaleLowerCase().includes(wanted));
    }
  });
}
// field writes one field of CSV. A text that a spreadsheet would take for a formula
// gets an apostrophe.
function field(cell, sv) {
  let text = exact(cell);
  if (text !== null) {
    text = sv ? text.replace(".", ",") : text;
  } else {
    text = cell.textContent.replace(/\s+/g, " ").trim();
    if (/^[=+\-@＝＋－＠]/.test(text)) text = "'" + text;
  }
  return /[";,\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}
function csv(table) {
  const sv = table.closest(".report").lang === "sv";
  const drawn = [...table.tHead.rows[0].cells].map((_, i) => table.querySelector("tbody tr td:nth-child(" + (i + 1) + ") svg") !== null);
  const rows = [table.tHead.rows[0], ...[...table.tBodies[0].rows].filter((r) => !r.hidden)];
  return "\ufeff" + rows.map((r) => [...r.cells].filter((_, i) => !drawn[i]).map((c) => field(c, sv)).join(sv ? ";" : ",") + "\r\n").join("");
}
for (const button of document.querySelectorAll("button.download")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv(byId(button.dataset.table))], { type: "text/csv;charset=utf-8" }));
    link.download = button.dataset.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  });
}

// --- explanations ---
function slot(dialog, name, text) {
  const element = dialog.querySelector('[data-slot="' + name + '"]');
  element.textContent = text || "";
  if (element.tagName === "DD") element.hidden = element.previousElementSibling.hidden = !text;
}
function checks(names, lang) {
  return names.split(",").filter(Boolean).map((name) => {
    const row = byId(lang + ".check." + name);
    return row ? row.cells[0].textContent + ": " + row.cells[1].textContent : name;
  });
}
function explain(link) {
  const lang = current().lang;
  const dialog = byId(lang + ".dialog");
  const id = link.getAttribute("href").slice(1);
  const part = byId(id);
  const group = link.closest("[data-group]");
  const data = link.querySelector("data");
  slot(dialog, "title", part.querySelector("h3").textContent);
  slot(dialog, "group", group ? group.dataset.group : "");
  slot(dialog, "value", link.textContent + (link.querySelector("abbr") ? " (" + link.querySelector("abbr").title + ")" : ""));
  slot(dialog, "exact", data && (lang === "sv" ? data.value.replace(".", ",") : data.value));
  slot(dialog, "span", link.dataset.span);
  slot(dialog, "persons", link.dataset.persons);
  slot(dialog, "grade", group && group.dataset.grade);
  const found = group ? checks(group.dataset.warnings, lang) : [];
  dialog.querySelector(".warnings").hidden = found.length === 0;
  dialog.querySelector(".warnings ul").replaceChildren(...found.map((text) => element("li", text)));
  const body = dialog.querySelector('[data-slot="body"]');
  const whole = id.split(".").slice(0, 2).join(".");
  body.replaceChildren(...[id, whole].filter((v, i, all) => all.indexOf(v) === i).map((v) => {
    const copy = byId(v).cloneNode(true);
    copy.removeAttribute("id");
    for (const a of copy.querySelectorAll("a")) a.closest("p").remove();
    return copy;
  }));
  dialog.showModal();
  dialog.scrollTop = 0;
  dialog.querySelector("h2").focus();
}
document.addEventListener("click", (e) => {
  const link = e.target.closest("a.f");
  if (!link || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  explain(link);
});

// --- sliders: linear between two published points ---
for (const slider of document.querySelectorAll(".slider")) {
  const points = JSON.parse(slider.dataset.points).map(([at, value]) => [parse(at), parse(value)]);
  const [input, output] = [slider.querySelector("input"), slider.querySelector("output")];
  const sv = slider.closest(".report").lang === "sv";
  const show = () => {
    const at = parse(input.value);
    const next = points.findIndex(([p]) => p >= at);
    const [b, a] = [points[next], points[Math.max(next - 1, 0)]];
    const places = Number(slider.dataset.places);
    // The sum over the distance, so that it is rounded once.
    const width = b[0] - a[0];
    const value = width === 0n ? b[1] : round(a[1] * (b[0] - at) + b[1] * (at - a[0]), width);
    const text = write(round(at, 10000n), 2, sv).replace(/[.,]00$/, "") + " → " + format(value, places, false, sv);
    output.textContent = text;
    input.setAttribute("aria-valuetext", text);
  };
  slider.hidden = false;
  input.addEventListener("input", show);
  show();
}

// --- one municipality ---
let block;
async function read() {
  if (block) return block;
  const bytes = Uint8Array.from(atob(byId("block").textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return block = JSON.parse(await new Response(stream).text());
}
function element(tag, text, attributes = {}) {
  const e = document.createElement(tag);
  e.textContent = text;
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, value);
  return e;
}
async function open(row) {
  const { parts, groups } = await read();
  const lang = row.closest(".report").lang;
  const sv = lang === "sv";
  const panel = byId(lang + ".panel");
  const group = groups[row.dataset.open];
  const periods = Object.keys(group).sort();
  const table = panel.querySelector("table");
  const head = element("tr", "");
  head.append(element("th", sv ? "Del" : "Part", { scope: "col" }), ...periods.map((p) => element("th", p === "" ? (sv ? "Alla år" : "All years") : p === "unknown" ? (sv ? "okänt år" : "unknown year") : p, { scope: "col", class: "n" })));
  table.tHead.replaceChildren(head);
  const ends = { low: sv ? ", spannets nedre ände" : ", lower end of the range", high: sv ? ", spannets övre ände" : ", upper end of the range" };
  table.tBodies[0].replaceChildren(...parts.map((part, i) => {
    const tr = element("tr", "");
    const title = byId(lang + ".double_value" + (part.name && "." + part.name)).querySelector("h3").textContent;
    tr.append(element("th", title + (ends[part.end] || ""), { scope: "row" }), ...periods.map((p) => {
      const td = element("td", "", { class: "n" });
      const value = group[p][i];
      const n = parse(value);
      if (n !== null) {
        const data = element("data", format(n, part.places, part.percent, sv));
        data.value = value;
        td.append(data);
      } else {
        td.textContent = value === ".." ? ".." : value === "-" ? (sv ? "ingen nytta" : "no benefit") : "–";
      }
      return td;
    }));
    return tr;
  }));
  panel.querySelector("h3").textContent = row.cells[0].textContent;
  panel.hidden = false;
  const back = row.querySelector("button.name");
  panel.querySelector(".close").onclick = () => { panel.hidden = true; back.focus(); };
  panel.querySelector(".close").focus();
  panel.scrollIntoView({ block: "nearest" });
}
if (byId("block").textContent && "DecompressionStream" in window) {
  for (const row of document.querySelectorAll("tr[data-open]")) {
    const button = element("button", "", { type: "button", class: "name" });
    button.append(...row.cells[0].childNodes);
    row.cells[0].append(button);
    button.addEventListener("click", () => open(row));
  }
}

// --- print: everything open ---
addEventListener("beforeprint", () => { for (const d of current().querySelectorAll("details")) d.open = true; });
})();
