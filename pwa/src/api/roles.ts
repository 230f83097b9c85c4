/** Which role works where. */

const field = new Set(["grid_worker", "collector"]);
const filers = new Set([...field, "liaison"]);

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
