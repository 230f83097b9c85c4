// Reads what stands behind the #, trades it for this device's cookie, shows the one case and its moves.
"use strict";
(() => {
  const words = JSON.parse(document.body.dataset.words);
  const main = document.getElementById("main");
  const OWN = /^#=([0-9a-f-]{36})$/;
  let link = "";
  let kept = null;

  /** Make an element; text is never read as markup. */
  const make = (name, props = {}, ...inside) => {
    const node = Object.assign(document.createElement(name), props);
    node.append(...inside.filter((each) => each !== null && each !== ""));
    return node;
  };

  const ask = async (path, body, version) => {
    const headers = { Accept: "application/json" };
    if (body) headers["Content-Type"] = "application/json";
    if (version) headers["If-Match"] = `"${version}"`;
    const answer = await fetch(path, { method: body ? "POST" : "GET", headers, credentials: "same-origin", cache: "no-store", ...(body ? { body: JSON.stringify(body) } : {}) });
    return { ok: answer.ok, status: answer.status, told: await answer.json() };
  };

  const refuse = (text) => main.replaceChildren(make("p", { className: "bad", textContent: text }));

  const when = (moment) => new Date(moment).toLocaleString(document.documentElement.lang, { timeZone: "Asia/Shanghai", dateStyle: "medium", timeStyle: "short" });

  const report = ({ number, text, place_words: place, place: point, seen_at: at }) => {
    const where = make("p", {}, `${words.lies}${document.documentElement.lang === "en" ? ": " : "："}`, place);
    if (point) {
      const [lon, lat] = point.coordinates.map((each) => each.toFixed(5));
      where.append(` ${words.spot.replace("{lon}", lon).replace("{lat}", lat)}`);
    }
    return make("section", {}, make("p", {}, make("b", { textContent: number }), ` ${when(at)}`), make("blockquote", { textContent: text }), place || point ? where : null);
  };

  const happened = ({ at, actor_name: who, role_label: role, label, reason, said }) =>
    make("li", {}, `${when(at)} ${label} · ${role} ${who}`, reason ? make("blockquote", { textContent: reason }) : null, ...said.map((each) => make("blockquote", { textContent: `${each.label}：${each.text}` })));

  const field = (move, need, nth) => {
    const id = `f-${move.id}-${nth}`;
    const day = need.kind === "day" || need.kind === "due";
    const input = make(day ? "input" : "textarea", { id, name: need.key, required: need.least > 0, ...(day ? { type: "date" } : { minLength: need.least }) });
    return [make("label", { htmlFor: id, textContent: need.label }), input];
  };

  const form = (move) => {
    const needs = move.reason_required ? [...move.fields, { key: "reason", label: words.reason, least: 2, kind: "text" }] : move.fields;
    const button = make("button", { textContent: move.label });
    const wrong = make("p", { className: "bad", hidden: true, role: "alert" });
    const node = make("form", {}, ...needs.flatMap((need, nth) => field(move, need, nth)), wrong, button);
    if (move.waiting_for) node.replaceChildren(make("p", { textContent: move.waiting_for }));
    node.addEventListener("submit", (event) => {
      event.preventDefault();
      const { reason, ...evidence } = Object.fromEntries(new FormData(node));
      void act(move, evidence, reason ?? "", button, wrong);
    });
    return make("details", {}, make("summary", { textContent: move.label }), node);
  };

  const act = async (move, evidence, reason, button, wrong) => {
    if (button.disabled) return;
    button.disabled = true;
    button.textContent = words.sending;
    let said = words.offline;
    try {
      const answer = await ask(`/api/handler-session/${link}/transitions`, { to: move.to, move: move.id, reason, evidence }, kept.version);
      if (answer.ok) return show(answer.told, words.stored);
      said = answer.told.detail || answer.told.title;
      if (answer.status === 412 || answer.status === 409) void load(said);
    } catch {
      said = words.offline;
    } finally {
      button.disabled = false;
      button.textContent = move.label;
    }
    wrong.textContent = said;
    wrong.hidden = false;
  };

  const show = (told, note) => {
    kept = told;
    const facts = make("dl", {});
    const fact = (name, text) => text && facts.append(make("dt", { textContent: name }), make("dd", { textContent: text }));
    fact(words.due, told.due_on && `${told.due_on}${told.days_left < 0 ? ` ${words.overdue}` : ""}`);
    fact(words.until, when(told.expires_at));
    const print = make("button", { className: "second", type: "button", textContent: words.print });
    print.addEventListener("click", () => window.print());
    main.replaceChildren(
      ...(note ? [make("p", { className: "good", textContent: note, role: "status" })] : []),
      make("h1", { textContent: `${told.number} ${told.category.name} · ${told.label}` }),
      make("p", { textContent: `${told.body_name} · ${told.area.name}` }), facts,
      make("h2", { textContent: words.said }), ...told.reports.map(report),
      make("h2", { className: "noprint", textContent: words.moves }),
      ...(told.moves.length > 0 ? told.moves.map(form) : [make("p", { className: "noprint", textContent: words.none })]),
      make("h2", { textContent: words.history }), make("ol", { reversed: true }, ...told.timeline.map(happened)), print,
    );
    window.scrollTo(0, 0);
  };

  const load = async (note) => {
    const answer = await ask(`/api/handler-session/${link}`);
    return answer.ok ? show(answer.told, note) : refuse(answer.told.title);
  };

  const open = async () => {
    const again = OWN.exec(location.hash);
    try {
      if (again) link = again[1];
      else {
        const token = location.hash.slice(1);
        if (!token) return refuse(words.needed);
        const answer = await ask("/api/handler-session", { token });
        if (!answer.ok) return refuse(answer.told.title);
        link = answer.told.link;
        // The secret leaves the address bar and the history; the link's id alone opens nothing.
        history.replaceState(null, "", `/h/#=${link}`);
      }
      await load();
    } catch {
      refuse(words.unread);
    }
  };
  window.addEventListener("hashchange", () => void open());
  void open();
})();
