/** What is asked for when something of a mediation is noted, and how it is sent. */
import { t } from "../../../shell/words";
import type { Body } from "../../wire";
import type { Mediation, Party, Sitting } from "./wire";
import type { Asked } from "../Given";

/** A form: where it goes, what it asks for, and what of its texts is sent in another shape. */
export interface Form {
  title: string;
  path: string;
  needs: Asked[];
  /** The texts as the API takes them. */
  body: (texts: Record<string, string>) => Record<string, unknown>;
}

const line = (key: string, label: string, least: number): Asked => ({ key, label, least, kind: "line", choices: [] });
const words = (key: string, label: string, least: number): Asked => ({ key, label, least, kind: "text", choices: [] });
const day = (key: string, label: string): Asked => ({ key, label, least: 1, kind: "day", choices: [] });
const one = (key: string, label: string, choices: Asked["choices"]): Asked => ({ key, label, least: 1, kind: "body", choices });

/** What people of the wire are called. */
export const called = (party: Party): string => [party.side_label, party.name].filter(Boolean).join(" ");

/** The parties that no later row puts right. */
export function current(parties: readonly Party[]): Party[] {
  const corrected = new Set(parties.map((each) => each.corrects_id));
  return parties.filter(({ id }) => !corrected.has(id));
}

/** A party; `old`: the one that is put right. */
export function partyForm(old?: Party): Form {
  const sides = [
    { value: "claimant", label: t("申请人") },
    { value: "respondent", label: t("被申请人") },
    { value: "other", label: t("其他相关人") },
  ];
  return {
    title: old ? t("更正当事人") : t("添加当事人"),
    path: "parties",
    needs: [one("side", t("哪一方"), sides), line("name", t("当事人姓名"), 1), line("phone", t("手机号"), 0), line("relation", t("与对方的关系"), 1)],
    body: ({ phone, ...texts }) => ({ ...texts, phone: phone || null, corrects_id: old?.id ?? null }),
  };
}

/** A record; `old`: the one that is put right. */
export function recordForm(old?: Sitting): Form {
  const needs: Asked[] = [
    { key: "held_at", label: t("时间"), least: 1, kind: "moment", choices: [] },
    line("place", t("地点"), 2),
    line("led_by", t("主持人"), 2),
    words("said", t("调解经过"), 5),
  ];
  return {
    title: old ? t("更正笔录") : t("记笔录"),
    path: "records",
    needs,
    // What is typed is the time in China, whatever this computer thinks.
    body: ({ held_at: at, ...texts }) => ({ ...texts, held_at: `${at}:00+08:00`, corrects_id: old?.id ?? null }),
  };
}

/** Whether the agreement is kept. */
export function followUpForm(): Form {
  const outcomes = [
    { value: "kept", label: t("已履行") },
    { value: "partly", label: t("部分履行") },
    { value: "broken", label: t("没有履行") },
  ];
  return {
    title: t("记履行回访"),
    path: "follow-ups",
    needs: [day("made_on", t("回访日期")), one("outcome", t("履行情况"), outcomes), words("note", t("回访情况"), 2)],
    body: (texts) => texts,
  };
}

/** What both sides ask of one of `courts`. */
export function confirmationForm(mediation: Mediation, courts: readonly Body[]): Form {
  const choices = current(mediation.parties).map((each) => ({ value: each.id, label: called(each) }));
  return {
    title: t("记司法确认申请"),
    path: "confirmations",
    needs: [
      day("applied_on", t("申请日期")),
      { key: "applicants", label: t("共同申请的当事人"), least: 1, kind: "choices", choices },
      one("court_id", t("法院"), courts.map(({ id, name }) => ({ value: String(id), label: name }))),
      line("number", t("法院案号"), 2),
    ],
    body: ({ applicants, court_id: court, ...texts }) => ({ ...texts, applicants: (applicants ?? "").split(",").filter(Boolean), court_id: Number(court) }),
  };
}

/** What the court said to the confirmation `id`. */
export function rulingForm(id: string): Form {
  const results = [
    { value: "confirmed", label: t("裁定调解协议有效") },
    { value: "refused", label: t("裁定驳回申请") },
  ];
  return {
    title: t("记法院裁定"),
    path: `confirmations/${id}/ruling`,
    needs: [one("result", t("裁定结果"), results), day("decided_on", t("裁定日期")), words("reason", t("驳回的理由（有效的不用写）"), 0)],
    body: (texts) => texts,
  };
}
