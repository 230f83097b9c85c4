/** For whom a lecture or a story is, as a form offers it. */
import { t } from "../../shell/words";
import { useRead } from "../live";
import type { Field } from "../meetings/Ask";

interface Audience {
  name: string;
  axis_label: string;
  label: string;
}

/** The field of a form; its text holds names, with commas between. */
export function useAudiences(): Field {
  const items = useRead<{ items: Audience[] }>("/api/audiences").data?.items ?? [];
  return { key: "audiences", label: t("给谁听、讲什么专题"), kind: "choices", free: true, choices: items.map((each) => ({ value: each.name, label: `${each.axis_label}·${each.label}` })) };
}

/** The names in such a text. */
export function namesIn(text: string | undefined): string[] {
  return (text ?? "").split(",").filter(Boolean);
}
