/** A new version of a draft: paste or upload, look at the articles that were found, put them right by hand, store. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import { FieldError, Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, send, wordsOf } from "../live";
import type { DraftPreview, ReadArticle, Solicitation } from "./wire";

interface Props {
  of: Solicitation;
  put: (fresh: Solicitation) => void;
}

/** Two articles as one; the later one's words come after. */
export function joined(articles: ReadArticle[], nth: number): ReadArticle[] {
  const before = articles[nth - 1]!;
  const one = articles[nth]!;
  return [...articles.slice(0, nth - 1), { ...before, text: `${before.text}\n${one.text}` }, ...articles.slice(nth + 1)];
}

/** One article as two, at a place in its text; the second is named by hand. */
export function split(articles: ReadArticle[], nth: number, at: number): ReadArticle[] {
  const one = articles[nth]!;
  const [first, second] = [one.text.slice(0, at).trim(), one.text.slice(at).trim()];
  if (first === "" || second === "") return articles;
  return [...articles.slice(0, nth), { ...one, text: first }, { label: "", heading: one.heading, text: second, former_id: null }, ...articles.slice(nth + 1)];
}

/** The button, and the editor once it is pressed. */
export function DraftEditor({ of, put }: Props): JSX.Element {
  const [open, show] = useState(false);
  const [text, write] = useState("");
  const [preview, look] = useState<DraftPreview | null>(null);
  const [wrong, fail] = useState("");
  const [busy, setBusy] = useState(false);
  if (!open) return <button type="button" class="btn second slim noprint" onClick={() => show(true)}>{t("放上第{n}稿", { n: of.versions.length + 1 })}</button>;
  const close = (): void => (show(false), write(""), look(null), fail(""));
  const read = async (file: File | undefined): Promise<void> => {
    if (!file || busy) return;
    setBusy(true);
    const found = await wordsOfFile(file);
    setBusy(false);
    if ("text" in found) write(found.text);
    fail("wrong" in found ? found.wrong : "");
  };
  const find = async (): Promise<void> => {
    if (busy) return;
    if (!text.trim()) return fail(t("先粘贴草案，或者选一个文件"));
    setBusy(true);
    const answer = await send<DraftPreview>(`/api/solicitations/${of.id}/preview`, { text });
    setBusy(false);
    fail(answer.kind === "ok" ? "" : wordsOf(answer));
    if (answer.kind === "ok") look(answer.data);
  };
  if (preview !== null) return <Correct of={of} start={preview} back={() => look(null)} done={(fresh) => (close(), put(fresh))} />;
  return (
    <div class="noprint">
      <label class="field">
        <span>{t("DOCX或TXT文件")}</span>
        <input type="file" accept=".docx,.txt" onClick={(event) => void (event.currentTarget.value = "")} onChange={(event) => void read(event.currentTarget.files?.[0])} />
      </label>
      <div class="field">
        <label for="draft-text">{t("草案全文")}</label>
        <span class="sub">{t("每条另起一行，以“第一条”这样的条号开头；下一步可以改。")}</span>
        {wrong !== "" && <FieldError id="draft-wrong">{wrong}</FieldError>}
        <textarea id="draft-text" rows={10} value={text} onInput={(event) => write(event.currentTarget.value)} {...(wrong === "" ? {} : { "aria-invalid": true, "aria-describedby": "draft-wrong" })} />
      </div>
      <div class="acts">
        <button type="button" class="btn quiet slim" onClick={close}>{t("先不办")}</button>
        <button type="button" class="btn slim" aria-disabled={busy} onClick={() => void find()}>{busy ? t("正在提交…") : t("找出条款")}</button>
      </div>
    </div>
  );
}

async function wordsOfFile(file: File): Promise<{ text: string } | { wrong: string }> {
  const form = new FormData();
  form.append("file", file);
  // A file that was changed since it was chosen can no longer be read.
  const ready = await new Response(form).clone().arrayBuffer().then((data) => data, () => null);
  if (ready === null) return { wrong: t("文件读不出来，请重新选一次") };
  const again = new Response(form);
  const answer = await ask<{ text: string }>("/api/draft-files", { method: "POST", bytes: { data: await again.clone().arrayBuffer(), type: again.headers.get("Content-Type") ?? "" }, timeoutMs: 60_000 });
  return answer.kind === "ok" ? { text: answer.data.text } : { wrong: wordsOf(answer) };
}

function Correct({ of, start, back, done }: { of: Solicitation; start: DraftPreview; back: () => void; done: (fresh: Solicitation) => void }): JSX.Element {
  const [articles, change] = useState(start.articles);
  const [title, name] = useState(start.title || of.title);
  const [note, explain] = useState("");
  const [id] = useState(() => crypto.randomUUID());
  const [wrong, fail] = useState<{ field: string; words: string } | null>(null);
  const carets = useRef<number[]>([]);
  const edit = (nth: number, more: Partial<ReadArticle>): void => change(articles.map((each, at) => (at === nth ? { ...each, ...more } : each)));
  const dropped = start.formers.filter((former) => !articles.some(({ former_id }) => former_id === former.id));
  const store = async (): Promise<void> => {
    const answer = await send<Solicitation>(`/api/solicitations/${of.id}/versions`, { id, title, note, after: start.after, articles });
    if (answer.kind === "ok") return done(answer.data);
    return fail({ field: (answer.kind === "refused" && answer.problem.field) || "", words: wordsOf(answer) });
  };
  const at = /^articles\.(\d+)/.exec(wrong?.field ?? "");
  return (
    <div class="noprint">
      <Notice tone="info">{t("找到{n}条。核对条号和文字，可以合并、拆开、改名，再存。", { n: articles.length })}</Notice>
      {wrong !== null && !at && <FieldError id="version-wrong">{wrong.words}</FieldError>}
      <label class="field"><span>{t("草案名称")}</span><input type="text" value={title} onInput={(event) => name(event.currentTarget.value)} /></label>
      {start.after > 0 && <label class="field"><span>{t("这一稿改了什么")}</span><input type="text" value={note} onInput={(event) => explain(event.currentTarget.value)} /></label>}
      {dropped.length > 0 && <Notice tone="wait">{t("上一稿的这些条没有对应：{labels}。对它们的意见会留着。", { labels: dropped.map(({ label }) => label).join("、") })}</Notice>}
      <ol class="seats">
        {articles.map((each, nth) => (
          <li key={nth}>
            {at !== null && Number(at[1]) === nth && <FieldError id={`article-${nth}`}>{wrong!.words}</FieldError>}
            <label class="field"><span>{t("条号")}</span><input type="text" value={each.label} onInput={(event) => edit(nth, { label: event.currentTarget.value })} /></label>
            <label class="field"><span>{t("所在章节")}</span><input type="text" value={each.heading} onInput={(event) => edit(nth, { heading: event.currentTarget.value })} /></label>
            <label class="field"><span>{t("条文")}</span><textarea rows={3} value={each.text} onInput={(event) => edit(nth, { text: event.currentTarget.value })} onBlur={(event) => void (carets.current[nth] = event.currentTarget.selectionStart)} /></label>
            {start.formers.length > 0 && (
              <label class="field">
                <span>{t("接着上一稿的哪一条")}</span>
                <select value={each.former_id ?? ""} onChange={(event) => edit(nth, { former_id: event.currentTarget.value || null })}>
                  <option value="">{t("新加的")}</option>
                  {start.formers.map((former) => <option key={former.id} value={former.id}>{former.label} {former.text.slice(0, 16)}</option>)}
                </select>
              </label>
            )}
            <div class="acts">
              {nth > 0 && <button type="button" class="btn quiet slim" onClick={() => change(joined(articles, nth))}>{t("并入上一条")}</button>}
              <button type="button" class="btn quiet slim" onClick={() => change(split(articles, nth, carets.current[nth] ?? 0))}>{t("在光标处拆开")}</button>
              <button type="button" class="btn quiet slim" onClick={() => change(articles.filter((_, other) => other !== nth))}>{t("去掉这一条")}</button>
            </div>
          </li>
        ))}
      </ol>
      <div class="acts">
        <button type="button" class="btn quiet slim" onClick={back}>{t("返回")}</button>
        <button type="button" class="btn slim" onClick={() => void store()}>{t("存为第{n}稿", { n: start.after + 1 })}</button>
      </div>
    </div>
  );
}
