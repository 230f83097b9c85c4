/** The list as a file: which kind, and a fresh code by the clock. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "../../api/wire";
import { FieldError, Notice, Sheet, useWrongTitle } from "../../shell/parts";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { isoDay } from "../parts";
import { fetchFile, save } from "./takeFile";

type Kind = "xlsx" | "csv";
const switches = new Set(["waiting", "overdue", "soon", "unplaced"]);

interface Props {
  /** The filters of the list, as it asks the server. */
  query: URLSearchParams;
  close: () => void;
  /** How many cases the file holds. */
  done: (rows: string) => void;
}

/** What stands in the address, as the body of the request has it. */
function asked(query: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries([...query].map(([name, value]) => [name, switches.has(name) ? true : value]));
}

/** The dialog. */
export function Export({ query, close, done }: Props): JSX.Element {
  const [format, choose] = useState<Kind>("xlsx");
  const [code, write] = useState("");
  const [problem, fail] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  useWrongTitle(problem !== null);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    if (!/^\d{6}$/.test(code.trim())) return fail({ status: 0, title: t("输入手机上的6位验证码"), field: "code" } as Problem);
    setBusy(true);
    fail(null);
    const got = await fetchFile("/api/cases/export", { ...asked(query), format, code: code.trim() });
    if (got !== null && "file" in got) {
      save(got.file, `${t("事项清单")}-${isoDay(Date.now())}.${format}`);
      done(got.rows);
    } else if (got !== null) fail(got);
    setBusy(false);
  };
  const missing = problem?.code === "second_factor_missing";
  const wrong = problem?.field === "code";
  return (
    <Sheet title={t("导出事项清单")} close={close}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        {problem !== null && !wrong && (
          <Notice tone="bad">
            {problem.detail || problem.title} {missing && <a href={href("/account")}>{t("去绑定")}</a>}
          </Notice>
        )}
        <p class="sub">{t("导出您现在筛选的清单。文件里写着您的名字和时间，导出会记入日志；隐蔽事项只写到村。")}</p>
        <div class="field">
          <label for="export-format">{t("文件格式")}</label>
          <select id="export-format" value={format} onChange={(event) => choose(event.currentTarget.value as Kind)}>
            <option value="xlsx">{t("Excel表格（XLSX）")}</option>
            <option value="csv">{t("文本表格（CSV）")}</option>
          </select>
        </div>
        <label class="field" for="export-code">
          <span>{t("验证码")}</span>
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
