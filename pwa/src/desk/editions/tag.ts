/** How the state of an edition looks. */
import type { IconName } from "../../shell/icon";
import type { Tone } from "../../shell/parts";
import type { EditionRow } from "./wire";

/** Tone and icon. */
export function stateTag(state: EditionRow["state"]): { tone: Tone; icon: IconName } {
  return state === "ahead" ? { tone: "wait", icon: "clock" } : state === "in_force" ? { tone: "ok", icon: "ok" } : { tone: "idle", icon: "ok" };
}
