/** What somebody has begun to write on a page without a draft of its own, kept as it is typed. */
import { changeKept, readKept } from "../../store/kept";

/** What was begun under `key`, if anything. */
export async function readBegun(owner: number, key: string): Promise<string | undefined> {
  return (await readKept(owner, "begun"))?.[key];
}

/** Keep `text` under `key`; the empty text forgets it. */
export function keepBegun(owner: number, key: string, text: string): Promise<void> {
  return changeKept(owner, "begun", (all) => {
    const { [key]: _before, ...others } = all ?? {};
    return text ? { ...others, [key]: text } : others;
  });
}
