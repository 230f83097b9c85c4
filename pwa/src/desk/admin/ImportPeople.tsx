/** Many people at once from a list: looked at first, then all of it or nothing; every bad row is named. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice, Sheet } from "../../shell/parts";
import { t } from "../../shell/words";
import { ask, wordsOf } from "../live";
import type { Given, RefusedRow } from "./wire";

type Told = { checked: true } | { made: Given[] } | { wrong: string; rows: RefusedRow[] };

async function send(file: File, dry: boolean): Promise<Told> {
  // A file that was changed since it was chosen can no longer be read.
  if (await file.arrayBuffer().then(() => false, () => true)) return { wrong: t("文件读不出来，请重新选一次"), rows: [] };
  const form = new FormData();
  form.append("file", file);
  // The browser writes the boundaries; the client sends the bytes with the token of the session.
  const ready = new Response(form);
  const bytes = { data: await ready.clone().arrayBuffer(), type: ready.headers.get("Content-Type") ?? "" };
  const answer = await ask<{ items: Given[] }>(`/api/accounts/import${dry ? "?dry_run=true" : ""}`, { method: "POST", bytes, timeoutMs: 120_000 });
  if (answer.kind === "ok") return dry ? { checked: true } : { made: answer.data.items };
  const rows = answer.kind === "refused" ? ((answer.problem as { rows?: RefusedRow[] }).rows ?? []) : [];
  return { wrong: wordsOf(answer), rows };
}

/** The button and its dialog. */
export function ImportPeople({ done }: { done: () => void }): JSX.Element {
  const [open, show] = useState(false);
  const [file, choose] = useState<File | null>(null);
  const [told, tell] = useState<Told | null>(null);
  const [busy, setBusy] = useState(false);
  const go = async (dry: boolean): Promise<void> => {
    if (busy) return undefined;
    if (!file) return tell({ wrong: t("先选一个XLSX或CSV文件"), rows: [] });
    setBusy(true);
    const found = await send(file, dry);
    setBusy(false);
    tell(found);
    if ("made" in found) done();
    return undefined;
  };
  return (
    <>
      <button type="button" class="btn second slim" onClick={() => (tell(null), show(true))}>{t("批量导入")}</button>
      {open && (
        <Sheet title={t("批量导入人员")} close={() => show(false)}>
          <div class="body">
            <p>{t("表头要有：姓名、账号、岗位、区划代码；可以有：起、止、手机、人员类别、专长、语言。一行一个人，多个岗位用、隔开。有一行不对，就一个也不开。")}</p>
            <label class="field">
              <span>{t("名单文件（XLSX或CSV）")}</span>
              <input type="file" accept=".xlsx,.csv" onClick={(event) => void (event.currentTarget.value = "")} onChange={(event) => (choose(event.currentTarget.files?.[0] ?? null), tell(null))} />
            </label>
            <div class="acts">
              <button type="button" class="btn second" aria-disabled={busy} onClick={() => void go(true)}>{t("先检查，不开账号")}</button>
              <button type="button" class="btn" aria-disabled={busy} onClick={() => void go(false)}>{busy ? t("正在提交…") : t("导入")}</button>
            </div>
            {told && "checked" in told && <Notice tone="ok">{t("检查过了，没有要改的，可以导入。")}</Notice>}
            {told && "wrong" in told && <Wrong words={told.wrong} rows={told.rows} />}
            {told && "made" in told && <Made people={told.made} />}
          </div>
        </Sheet>
      )}
    </>
  );
}

function Wrong({ words, rows }: { words: string; rows: RefusedRow[] }): JSX.Element {
  return (
    <>
      <Notice tone="bad">{words}</Notice>
      {rows.length > 0 && (
        <table class="rows">
          <caption class="vh">{t("要改的地方")}</caption>
          <thead><tr><th scope="col">{t("第几行")}</th><th scope="col">{t("账号")}</th><th scope="col">{t("要改的地方")}</th></tr></thead>
          <tbody>{rows.map((each, n) => <tr key={n}><th scope="row">{each.row === null ? t("整个文件") : t("第{n}行", { n: each.row })}</th><td>{each.login}</td><td>{each.what}</td></tr>)}</tbody>
        </table>
      )}
    </>
  );
}

function Made({ people }: { people: Given[] }): JSX.Element {
  return (
    <>
      <Notice tone="ok">{t("开好了{n}个账号。一次性密码只显示这一次，请打印后当面交给本人。", { n: people.length })}</Notice>
      <table class="rows">
        <caption class="vh">{t("一次性密码")}</caption>
        <thead><tr><th scope="col">{t("姓名")}</th><th scope="col">{t("账号")}</th><th scope="col">{t("一次性密码")}</th></tr></thead>
        <tbody>{people.map((each) => <tr key={each.id}><th scope="row">{each.name}</th><td>{each.login}</td><td><code>{each.password}</code></td></tr>)}</tbody>
      </table>
      <div class="acts"><button type="button" class="btn second" onClick={() => print()}>{t("打印")}</button></div>
    </>
  );
}
