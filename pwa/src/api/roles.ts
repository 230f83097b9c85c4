/** Which role works where. */

const field = new Set(["grid_worker", "collector"]);
const filers = new Set([...field, "liaison"]);
// What roles whose pages are not built yet can do meanwhile; each face says the same, and sends nobody to the other.
const meanwhile: Record<string, string> = {
  deputy: "代表的页面还没有做好。扫您的码反映的事，请找所在站点的联络员看进度、转达答复，或经接口（/api/）签发答复。",
};

/** Whether one of `roles` works on the phone. */
export function worksInTheField(roles: readonly { role: string }[]): boolean {
  return roles.some(({ role }) => field.has(role));
}

/** Whether one of `roles` may file sightings. */
export function mayFile(roles: readonly { role: string }[]): boolean {
  return roles.some(({ role }) => filers.has(role));
}

/** `roles` with their areas as one text, the same in whatever order they come. */
export function scopeOf(roles: readonly { role: string; area: string }[]): string {
  return roles.map(({ role, area }) => `${role}@${area}`).sort().join(" ");
}

/** What to tell those of `roles` that have no pages yet; keys of the catalogue. */
export function notBuiltFor(roles: readonly { role: string }[]): string[] {
  return roles.flatMap(({ role }) => meanwhile[role] ?? []);
}
