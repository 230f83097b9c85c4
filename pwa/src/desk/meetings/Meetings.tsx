/** When an activity is, and how it stands. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { isoMinute } from "../parts";
import type { ActivityHead } from "../wire";

/** When it is, or was. */
export function When({ of }: { of: ActivityHead }): JSX.Element {
  if (of.held_on !== null) return <>{of.held_on}</>;
  return <>{of.starts_at === null ? t("时间待定") : isoMinute(of.starts_at)}</>;
}

/** Its state. */
export function Held({ of }: { of: ActivityHead }): JSX.Element {
  return <Tag tone={of.state === "held" ? "ok" : of.state === "planned" ? "wait" : "idle"} icon={of.state === "planned" ? "clock" : "ok"}>{of.label}</Tag>;
}
