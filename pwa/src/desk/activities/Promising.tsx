/** Noting what a body promises at an activity. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import type { Activity, Body } from "../wire";

/** The button and the form. */
export function Promising({ of, put }: { of: Activity; put: (fresh: Activity) => void }): JSX.Element {
  const bodies = useRead<{ items: Body[] }>(`/api/bodies?area=${of.area.code}`);
  const choices = bodies.data?.items.map((each) => ({ value: String(each.id), label: each.name })) ?? [];
  return (
    <Ask label={t("记一项承诺")} fields={[
      { key: "text", label: t("承诺什么"), kind: "long" },
      { key: "body_id", label: t("责任单位"), kind: "choice", choices },
      { key: "due_on", label: t("办理期限"), kind: "day" },
      { key: "case", label: t("谁提出的：事项编号"), free: true, hint: t("写上编号，办成没办成都会告诉反映的人。") },
    ]} send={(texts, id) => send<Activity>(`/api/activities/${of.id}/commitments`, { id, text: texts["text"], body_id: Number(texts["body_id"]), due_on: texts["due_on"], case: texts["case"]?.trim() || null })} done={put} />
  );
}
