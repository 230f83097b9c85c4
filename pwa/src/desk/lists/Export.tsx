/** A list or a book as a file: which kind, what for, and a fresh code by the clock. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "../../api/wire";
import { FieldError, Notice, Sheet, useWrongTitle } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { useRead } from "../live";
import { isoDay, Waiting } from "../parts";
import type { Factor } from "../wire";
import { fetchFile, save } from "./takeFile";

type Kind = "xlsx" | "csv" | "pdf";

interface Props {
  /** Where the file is asked for, and with what besides the kind and the code. */
  path: string;
  body: Record<string, unknown>;
  title: string;
  intro: string;
  /** What the file is called. */
  name: string;
  /** It can also be drawn on paper, and says what it was taken for. */
  papers?: boolean;
  close: () => void;
  /** How many rows the file holds. */
  done: (rows: string) => void;
}

/** The dialog; who has no second factor is told so before anything is written. */
export function Export(props: Props): JSX.Element {
  const reading = useRead<Factor>("/api/me/second-factor");
  if (reading.data === null && reading.refused === null) return <Sheet title={props.title} close={props.close}><Waiting reading={reading} /></Sheet>;
  return reading.data?.on === false ? <Unbound {...props} /> : <Asked {...props} />;
}

function Unbound({ title, close }: Props): JSX.Element {
  return (
    <Sheet title={title} close={close}>
      <div class="body">
        <Notice tone="wait">{t("导出要用两步验证，请先在“账号与安全”里绑定")}</Notice>
        <div class="acts">
          <button type="button" class="btn second" onClick={close}>{t("先不导出")}</button>
          <a class="btn" href={href("/account")}>{t("去绑定")}</a>
        </div>
      </div>
    </Sheet>
  );
}

function Asked({ path, body, title, intro, name, papers = false, close, done }: Props): JSX.Element {
  const [format, choose] = useState<Kind>("xlsx");
  const [code, write] = useState("");
  const [reason, tell] = useState("");
  const [problem, fail] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  useWrongTitle(problem !== null);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (papers && reason.trim().length < 2) return fail({ status: 0, title: t("写下用途，至少2个字"), field: "reason" } as Problem);
    if (!/^\d{6}$/.test(code.trim())) return fail({ status: 0, title: t("输入手机上的6位验证码"), field: "code" } as Problem);
    setBusy(true);
    fail(null);
    const got = await fetchFile(path, { ...body, ...(papers ? { reason: reason.trim() } : {}), format, code: code.trim() });
    if (got !== null && "file" in got) {
      save(got.file, `${name}-${isoDay(Date.now())}.${format}`);
      done(got.rows);
    } else if (got !== null) fail(got);
    setBusy(false);
  };
  const wrong = problem?.field === "code";
  const unsaid = papers && problem?.field === "reason";
  return (
    <Sheet title={title} close={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {problem !== null && !wrong && !unsaid && (
          <Notice tone="bad">{problem.detail || problem.title}</Notice>
        )}
        <p class="sub">{intro}</p>
        <div class="field">
          <label for="export-format">{t("文件格式")}</label>
          <select id="export-format" value={format} onChange={(event) => choose(event.currentTarget.value as Kind)}>
            <option value="xlsx">{t("Excel表格（XLSX）")}</option>
            <option value="csv">{t("文本表格（CSV）")}</option>
            {papers && <option value="pdf">{t("归档用的PDF")}</option>}
          </select>
        </div>
        {papers && (
          <div class="field">
            <label for="export-reason">{t("用途")}<span class="need">{t("（必填）")}</span></label>
            <span class="sub">{t("写在文件上，例如“月度归档”。")}</span>
            {unsaid && <FieldError id="export-reason-error">{problem.detail || problem.title}</FieldError>}
            <input
              id="export-reason" type="text" maxLength={60} value={reason} onInput={(event) => tell(event.currentTarget.value)}
              {...(unsaid ? { "aria-invalid": true, "aria-describedby": "export-reason-error" } : {})}
            />
          </div>
        )}
        <label class="field" for="export-code">
          <span>{t("验证码")}<span class="need">{t("（必填）")}</span></span>
          <span class="sub">{t("打开手机上的验证器，输入现在显示的6位数字；每组只能用一次。")}</span>
        </label>
        {wrong && <FieldError id="export-code-error">{problem.detail || problem.title}</FieldError>}
        <input
          id="export-code" inputMode="numeric" autocomplete="one-time-code" maxLength={6} value={code}
          onInput={(event) => write(event.currentTarget.value)} {...(wrong ? { "aria-invalid": true, "aria-describedby": "export-code-error" } : {})}
        />
        <div class="acts">
          <button type="button" class="btn second" onClick={close}>{t("先不导出")}</button>
          <button class="btn" aria-disabled={busy}>{busy ? t("正在导出…") : t("导出")}</button>
        </div>
      </form>
    </Sheet>
  );
}
