/** What somebody has begun to write stays until it is stored or the window is closed: nothing is typed twice. */

const key = (id: string, to: string): string => `draft:${id}:${to}`;

/** The texts begun for a move of a case. */
export function draft(id: string, to: string): Record<string, string> {
  try {
    return JSON.parse(sessionStorage.getItem(key(id, to)) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}

/** Keep them. */
export function keepDraft(id: string, to: string, texts: Record<string, string>): void {
  try {
    sessionStorage.setItem(key(id, to), JSON.stringify(texts));
  } catch {
    // A window that may keep nothing still sends what stands in its fields.
  }
}

/** The move is made. */
export function dropDraft(id: string, to: string): void {
  sessionStorage.removeItem(key(id, to));
}
