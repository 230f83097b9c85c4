/** Asking somebody to go somewhere: whom, for what, until when. */
import type { JSX } from "preact";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask, type Field } from "../meetings/Ask";
import { isoDay, Waiting } from "../parts";
import type { VisitWorker } from "./wire";

interface Props {
  area: string;
  cell: string | null;
  /** Where it is sent. */
  path: string;
  /** What is sent besides what the form asks. */
  more?: Record<string, string | null>;
  /** What is asked at first. */
  what?: string;
  done: () => void;
}

const threeDays = 3 * 24 * 3600 * 1000;
const mostWords = 500;

/** The form, open; who answers for the cell stands first among those who may be asked. */
export function Give({ area, cell, path, more = {}, what = "", done }: Props): JSX.Element {
  const query = new URLSearchParams({ area, ...(cell ? { cell } : {}) });
  const reading = useRead<{ items: VisitWorker[] }>(`/api/visit-workers?${query}`);
  if (reading.data === null) return <Waiting reading={reading} />;
  if (reading.data.items.length === 0) return <p class="meta">{t("这里还没有网格员或信息采集员，请系统管理员先在账号里添加。")}</p>;
  const choices = reading.data.items.map((each) => ({ value: String(each.id), label: each.of_cell ? t("{name}（负责这个网格）", { name: each.name }) : each.name }));
  const fields: Field[] = [
    { key: "worker_id", label: t("派谁去"), kind: "choice", choices },
    { key: "what", label: t("去做什么"), kind: "long" },
    { key: "place", label: t("具体地点（可不填）"), free: true },
    { key: "due_on", label: t("哪天以前"), kind: "day" },
    { key: "priority", label: t("缓急"), kind: "choice", choices: [{ value: "high", label: t("优先") }, { value: "usual", label: t("常规") }, { value: "low", label: t("可缓") }] },
  ];
  const first = reading.data.items[0]!;
  return (
    <Ask
      opened
      label={t("派人走访")}
      fields={fields}
      start={{ worker_id: first.of_cell ? String(first.id) : "", what: what.slice(0, mostWords), due_on: isoDay(Date.now() + threeDays), priority: "usual" }}
      send={(texts, id) => send(path, { id, ...more, ...texts, worker_id: Number(texts["worker_id"]) })}
      done={done}
    />
  );
}
