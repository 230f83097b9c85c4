/** What the page asks for; kept while other pages are open. */
import { signal } from "@preact/signals";
import { flag, isCode, numbersIn, word, type Part, type Parts } from "../address";
import { factors, type Factor, type Rules } from "./wire";

/** An area inside the viewer's scope; empty: all of it. */
export const area = signal("");
/** What was changed by hand; what is not named stands as the office has set it. */
export const changed = signal<Partial<Record<"reach_m" | Factor, number>>>({});
export const count = signal(3);
/** How many sites were asked for; null before somebody asks. */
export const wanted = signal<number | null>(null);
/** Trial posts in their order: longitude and latitude. */
export const trial = signal<[number, number][]>([]);

/** The saved plan that is open; null: none. */
export const opened = signal<string | null>(null);

export const chosen = signal<string | null>(null);
export const asTable = signal(false);

export const mostSites = 20;
const digits = 6;

/** The query of what is assumed, and of `more`. */
export function query(more: Record<string, string> = {}): string {
  const set = Object.entries(changed.value).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams([...(area.value ? [["area", area.value]] : []), ...set, ...Object.entries(more)]).toString();
}

/** The trial posts as the API takes them. */
export function places(): string {
  return trial.value.map((place) => place.map((each) => each.toFixed(digits)).join(",")).join(";");
}

/** What stands in the fields: as changed, else as the office has set it. */
export function values(rules: Rules): Record<"reach_m" | Factor, number> {
  const usual = Object.fromEntries(factors.map((name) => [name, rules.weights[name]])) as Record<Factor, number>;
  return { reach_m: rules.reach_m, ...usual, ...changed.value };
}

/** Put a trial post at a place, where there is room for one more. */
export function put(place: [number, number]): void {
  if (trial.value.length < mostSites) trial.value = [...trial.value, place];
}

/** Move a trial post, or take it away. */
export function move(at: number, place: [number, number] | null): void {
  trial.value = trial.value.flatMap((each, n) => (n !== at ? [each] : place ? [place] : []));
}

/** A number somebody has written; empty where the office's stands. */
function written(name: "reach_m" | Factor): Part {
  return {
    text: () => (changed.value[name] === undefined ? "" : String(changed.value[name])),
    read: (text) => {
      const { [name]: before, ...others } = changed.value;
      if (text === "" && before === undefined) return;
      changed.value = text !== "" && Number(text) >= 0 ? { ...others, [name]: Number(text) } : others;
    },
  };
}

const readSites = (text: string): [number, number][] =>
  text.split(";").flatMap((place) => {
    const [lon, lat, ...more] = numbersIn(place);
    return more.length === 0 && Math.abs(lon!) <= 180 && Math.abs(lat!) <= 90 ? [[lon!, lat!] as [number, number]] : [];
  });

/** What of it stands in the address: who reloads keeps the trial posts. */
export const parts: Parts = {
  area: word(area, "", isCode),
  ...Object.fromEntries((["reach_m", ...factors] as const).map((name) => [name, written(name)])),
  k: {
    text: () => (wanted.value === null ? "" : String(wanted.value)),
    read: (text) => {
      const k = Number(text);
      wanted.value = Number.isInteger(k) && k >= 1 && k <= mostSites ? k : null;
      if (wanted.value !== null) count.value = k;
    },
  },
  sites: { text: places, read: (text) => (trial.value = readSites(text).slice(0, mostSites)) },
  plan: word(opened, null, isCode),
  cell: word(chosen, null, isCode),
  table: flag(asTable),
};
