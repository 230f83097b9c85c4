/** One template, written, changed, or begun from another. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Problem } from "../../api/wire";
import { FieldError, Notice, Sheet, useWrongTitle } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask } from "../live";
import { areas } from "../rules/names";
import type { Known } from "./RepliesPage";
import type { ReplyTemplate } from "./wire";

const path = "/api/reply-templates";

interface Props {
  known: Known;
  of: ReplyTemplate | null;
  /** Whether `of` itself is changed; else a new one begins with its words. */
  change: boolean;
  close: () => void;
  done: () => void;
}

/** The dialog. */
export function ReplyForm({ known, of, change, close, done }: Props): JSX.Element {
  const [id] = useState(() => (change && of ? of.id : crypto.randomUUID()));
  const [problem, fail] = useState<Pick<Problem, "title" | "field"> | null>(null);
  const words = useRef<HTMLTextAreaElement>(null);
  useWrongTitle(problem !== null);
  const store = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string): string => String(data.get(name) ?? "").trim();
    const body = { area_code: text("area_code"), kind: text("kind"), title: text("title"), body: text("body"), disabled: data.has("disabled") };
    const answer = change && of ? await ask(`${path}/${id}`, { method: "PUT", body, headers: { "If-Match": `"${of.version}"` } }) : await ask(path, { method: "POST", body: { id, ...body } });
    if (answer.kind === "ok") done();
    else fail(answer.kind === "silence" ? { title: t("连不上服务器，请检查网络再试。") } : answer.problem);
  };
  const put = (key: string): void => {
    const box = words.current!;
    box.setRangeText(`{{${key}}}`, box.selectionStart, box.selectionEnd, "end");
    box.focus();
  };
  const wrong = (name: string): object => (problem?.field === name ? { "aria-invalid": true, "aria-describedby": `reply-${name}-error` } : {});
  const said = (name: string): JSX.Element | null => (problem?.field === name ? <FieldError id={`reply-${name}-error`}>{problem.title}</FieldError> : null);
  return (
    <Sheet title={change ? t("改模板") : t("加一个模板")} close={close}>
      <form onSubmit={(event) => void store(event)} noValidate>
        {problem !== null && !["title", "body", "area_code"].includes(problem.field ?? "") && <Notice tone="bad">{problem.title}</Notice>}
        <div class="field">
          <label for="reply-area_code">{t("区域")}</label>
          {said("area_code")}
          <select id="reply-area_code" name="area_code" defaultValue={of?.area_code ?? areas()[0]?.code ?? ""} {...wrong("area_code")}>{areas().map(({ code, name }) => <option key={code} value={code}>{name}</option>)}</select>
        </div>
        <div class="field">
          <label for="reply-kind">{t("用于")}</label>
          <select id="reply-kind" name="kind" defaultValue={of?.kind ?? "done"}>{known.kinds.map(({ key, label }) => <option key={key} value={key} selected={key === (of?.kind ?? "done")}>{label}</option>)}</select>
        </div>
        <div class="field">
          <label for="reply-title">{t("名称")}</label>
          {said("title")}
          <input id="reply-title" name="title" maxLength={60} defaultValue={of?.title ?? ""} {...wrong("title")} />
        </div>
        <div class="field">
          <label for="reply-body">{t("内容")}</label>
          {said("body")}
          <textarea id="reply-body" name="body" rows={7} maxLength={2000} defaultValue={of?.body ?? ""} ref={words} {...wrong("body")} />
        </div>
        <div class="field">
          <span id="reply-fields">{t("放进内容里，签发时自动填")}</span>
          <div class="acts start" role="group" aria-labelledby="reply-fields">
            {known.fields.map(({ key, label }) => <button key={key} type="button" class="btn quiet slim" onClick={() => put(key)}>{label}</button>)}
          </div>
        </div>
        {change && <label class="tick"><input type="checkbox" name="disabled" defaultChecked={of?.disabled ?? false} /> {t("停用，不再提供选用")}</label>}
        <div class="acts">
          <button type="button" class="btn second" onClick={close}>{t("先不改")}</button>
          <button class="btn">{t("保存")}</button>
        </div>
      </form>
    </Sheet>
  );
}
