// Reads what stands behind the #, trades it for what stands on the screen, again and again; keeps the last picture through a loss of network.
"use strict";
(() => {
  const words = JSON.parse(document.body.dataset.words);
  const main = document.getElementById("main");
  const asof = document.getElementById("asof");
  const tokenAt = "zt-wall";
  const boardAt = "zt-wall-board";
  const retryMs = 20_000;
  const day = 86_400_000;
  const opened = Date.now();
  let shown = null;
  let waiting = 0;
  let asking = false;

  /** Make an element; text is never read as markup. */
  const make = (name, props = {}, ...inside) => {
    const node = Object.assign(document.createElement(name), props);
    node.append(...inside);
    return node;
  };

  const say = (key, time) => words[key].replace("{time}", time);

  const line = ({ title, note, today }) => {
    const name = make("b", { textContent: title });
    name.dataset.today = words.today;
    return make("li", { className: today ? "today" : "" }, name, make("span", { textContent: note }));
  };

  const list = ({ heading, lines, empty }) =>
    make("section", {}, make("h2", { textContent: heading }), lines.length > 0 ? make("ul", {}, ...lines.map(line)) : make("p", { className: "note", textContent: empty }));

  const months = ({ months: all, note }) => {
    const [last, ...former] = all;
    if (last === undefined) return make("section", { className: "months" }, make("h2", { textContent: words.nothing }), make("p", { className: "note", textContent: note }));
    const great = last.figures.map(({ label, value }) => make("div", {}, make("b", { textContent: value, className: /^\d+$/.test(value) ? "" : "few" }), label));
    const rows = former.map((month) => make("tr", {}, make("th", { scope: "row", textContent: month.label }), ...month.figures.map(({ value }) => make("td", { textContent: value }))));
    const head = make("tr", {}, make("th"), ...last.figures.map(({ label }) => make("th", { scope: "col", textContent: label })));
    return make("section", { className: "months" }, make("h2", { textContent: last.label }), make("div", { className: "great" }, ...great), ...(rows.length > 0 ? [make("table", {}, make("thead", {}, head), make("tbody", {}, ...rows))] : []), make("p", { className: "note", textContent: note }));
  };

  const show = (board) => {
    shown = board;
    document.getElementById("station").textContent = board.station;
    document.title = board.station;
    asof.className = "";
    asof.textContent = say("asof", board.at);
    main.replaceChildren(months(board), ...board.lists.map(list));
  };

  const told = (text) => {
    shown = null;
    localStorage.removeItem(boardAt);
    asof.textContent = "";
    main.replaceChildren(make("p", { className: "told", textContent: text }));
  };

  const lost = () => {
    if (shown === null) main.replaceChildren(make("p", { className: "told", textContent: words.waiting }));
    else {
      asof.className = "off";
      asof.textContent = say("offline", shown.at);
    }
  };

  const read = async (token) => {
    if (asking) return undefined;
    asking = true;
    clearTimeout(waiting);
    let again = retryMs;
    try {
      const body = JSON.stringify({ token });
      const answer = await fetch("/api/wall-board", { method: "POST", headers: { Accept: "application/json", "Content-Type": "application/json" }, credentials: "omit", cache: "no-store", body });
      if (answer.ok) {
        const board = await answer.json();
        localStorage.setItem(boardAt, JSON.stringify(board));
        show(board);
        again = board.seconds * 1000;
        // A new edition of this page is fetched once a day, while there is a network.
        if (Date.now() - opened > day) location.reload();
      } else if ([403, 404, 422].includes(answer.status)) {
        // Taken back: it opens nothing any more, and is not asked for again.
        localStorage.removeItem(tokenAt);
        return told((await answer.json()).title);
      } else lost();
    } catch {
      lost();
    } finally {
      asking = false;
    }
    waiting = setTimeout(() => void read(token), again);
    return undefined;
  };

  const begin = () => {
    const token = location.hash.slice(1) || localStorage.getItem(tokenAt);
    if (!token) return told(words.needed);
    if (location.hash !== "") {
      if (localStorage.getItem(tokenAt) !== token) localStorage.removeItem(boardAt);
      localStorage.setItem(tokenAt, token);
      // The secret leaves the address bar and the history: it hangs where everybody looks.
      history.replaceState(null, "", "/wall/");
    }
    const kept = localStorage.getItem(boardAt);
    if (kept !== null) show(JSON.parse(kept));
    // A screen that was dark and one whose network comes or goes ask at once.
    for (const [target, event] of [[document, "visibilitychange"], [window, "online"], [window, "offline"]]) target.addEventListener(event, () => shown !== null && void read(token));
    return void read(token);
  };
  begin();
})();
