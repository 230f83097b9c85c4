/** 统一工作台账: a book read out of the records: which one, of where and when; its figures, its first entries, its file. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { Export } from "../lists/Export";
import { frame, send, useRead, viewer } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, Printed, Waiting } from "../parts";
import { ask, asked } from "./asked";
import { Entries, Figures } from "./Entries";
import { Filters } from "./Filters";
import { spanOf } from "./span";
import type { LedgerBook, LedgerPage, Ledgers, OwnLedgerBook } from "./wire";
import "./ledgers.css";

/** The page. */
export function LedgersPage(): JSX.Element {
  const reading = useRead<Ledgers>("/api/ledgers");
  return reading.data === null || reading.refused !== null ? (
    <>
      <div class="pagehead"><Heading title={t("台账")}>{t("台账")}</Heading></div>
      <Waiting reading={reading} />
    </>
  ) : <Opened known={reading.data} again={reading.again} />;
}

const shown = 50;
const most = 200;

function Opened({ known, again }: { known: Ledgers; again: () => void }): JSX.Element {
  const { book: code, ...given } = asked(known);
  const [limit, show] = useState(shown);
  const [taking, take] = useState(false);
  const [said, say] = useState<string | null>(null);
  const query = new URLSearchParams(Object.entries(given) as [string, string][]);
  const reading = useRead<LedgerPage>(`/api/ledgers/${code}?${query}&limit=${limit}`);
  const book = known.items.find((each) => each.code === code)!;
  const own = known.own.find(({ id }) => id === given.own) ?? null;
  const page = reading.data;
  const name = own?.name ?? book.name;
  const columns = given.columns?.split(",") ?? own?.columns ?? book.columns.map(({ key }) => key);
  const body = { ...given, ...(given.station ? { station: Number(given.station) } : {}), columns };
  return (
    <>
      <div class="pagehead">
        <Heading title={name}>{name}</Heading>
        <button type="button" class="btn second" onClick={() => print()}>{t("打印")}</button>
        {viewer.value?.exports === true && <button type="button" class="btn" onClick={() => take(true)}>{t("导出")}</button>}
      </div>
      {said !== null && <div class="pad"><Notice tone="ok">{said}</Notice></div>}
      {taking && (
        <Export
          path={`/api/ledgers/${code}/export`} title={t("导出{name}", { name })} name={name} body={body} papers
          intro={t("导出这本台账的全部条目。文件里写着您的名字、时间和用途，导出会记入日志；隐蔽事项只写到村。")}
          close={() => take(false)} done={(n) => (take(false), say(t("已导出{n}条，文件在浏览器的下载里。", { n })))}
        />
      )}
      <Filters known={known} book={book} own={own} given={given} />
      <Waiting reading={reading} />
      {page !== null && reading.refused === null && (
        <>
          <Figures page={page} />
          <Entries page={page} />
          {page.rows > limit && limit < most && <p class="pad noprint"><button type="button" class="btn second" onClick={() => show(most)}>{t("看前{n}条", { n: most })}</button></p>}
          {page.rows > Math.min(limit, most) && <p class="pad sub">{t("这里只列前{n}条，全部条目请导出。", { n: page.items.length })}</p>}
        </>
      )}
      <Columns book={book} chosen={columns} />
      {known.may_keep && <Own book={book} own={own} given={given} chosen={columns} known={known} again={again} />}
      <Printed what={[name, ...(page === null ? [] : [`${page.from}–${page.to}`, t("共{n}条", { n: page.rows })])]} />
    </>
  );
}

function Columns({ book, chosen }: { book: LedgerBook; chosen: string[] }): JSX.Element {
  const turn = (key: string): void => {
    const next = book.columns.map((each) => each.key).filter((each) => (each === key) !== chosen.includes(each));
    if (next.length > 0) ask({ columns: next.length === book.columns.length ? "" : next.join(",") });
  };
  return (
    <details class="pad noprint">
      <summary>{t("选择栏目（{n}栏）", { n: chosen.length })}</summary>
      <fieldset class="columns">
        <legend class="vh">{t("台账里写哪几栏")}</legend>
        {book.columns.map(({ key, name }) => (
          <label class="tick" key={key}>
            <input type="checkbox" checked={chosen.includes(key)} onChange={() => turn(key)} /> {name}
          </label>
        ))}
      </fieldset>
    </details>
  );
}

interface OwnProps {
  book: LedgerBook;
  own: OwnLedgerBook | null;
  given: ReturnType<typeof asked> extends infer A ? Omit<A, "book"> : never;
  chosen: string[];
  known: Ledgers;
  again: () => void;
}

function Own({ book, own, given, chosen, known, again }: OwnProps): JSX.Element {
  const [failed, fail] = useState("");
  const keep = (texts: Record<string, string>, id: string) =>
    send<OwnLedgerBook>("/api/ledger-books", {
      id, name: texts["name"], source: book.code, columns: chosen, area: texts["area"], category: given.category ?? null, channel: given.channel ?? null,
      station: given.station ? Number(given.station) : null, span: texts["span"],
    });
  const end = async (): Promise<void> => {
    const answer = await send<OwnLedgerBook>(`/api/ledger-books/${own!.id}/end`, {});
    if (answer.kind !== "ok") return fail(t("没有停用，请再试一次。"));
    ask({ own: "", columns: "" });
    again();
    return undefined;
  };
  const areas = [...(frame.value?.areas ?? []), ...(frame.value?.towns ?? [])];
  const area = given.area ?? areas[0]?.code ?? "";
  const places = [...new Map(areas.map(({ code, name }) => [code, name])), ...(areas.some(({ code }) => code === area) ? [] : [[area, area] as const])];
  return (
    <section class="card pad noprint own" aria-labelledby="own">
      <h2 id="own">{t("自己的台账")}</h2>
      <p class="sub">{t("把现在选的栏目和筛选条件存成一本，下次直接打开，内容随记录更新。")}</p>
      {failed && <Notice tone="bad">{failed}</Notice>}
      <div class="acts start">
        <Ask
          label={t("存成一本台账")} start={{ area, span: spanOf(given) ?? "month" }}
          fields={[
            { key: "name", label: t("台账名称") }, { key: "area", label: t("哪里的"), kind: "choice", choices: places.map(([value, label]) => ({ value, label })) },
            { key: "span", label: t("每次打开看"), kind: "choice", choices: known.spans.map(({ code, name }) => ({ value: code, label: name })) },
          ]}
          send={keep} done={({ id, area: whose }) => (again(), ask({ own: id, area: whose, columns: "" }))}
        />
        {own?.may_end && <button type="button" class="btn quiet slim" onClick={() => void end()}>{t("停用“{name}”", { name: own.name })}</button>}
      </div>
    </section>
  );
}
