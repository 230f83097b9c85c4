/** 站点档案: what a station is and has, fact by fact, each with its former versions; its keepers write it here. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Tag } from "../../shell/parts";
import { t } from "../../shell/words";
import { send, useRead } from "../live";
import { Ask, type Field } from "../meetings/Ask";
import { isoDay, Waiting } from "../parts";
import type { Fact, FactKind, StationFile as File } from "./wire";

/** The file of one station. */
export function StationFile({ station }: { station: number }): JSX.Element {
  const reading = useRead<File>(`/api/stations/${station}/facts`);
  const file = reading.data;
  return (
    <section class="card" aria-labelledby="station-file">
      <h2 id="station-file">{t("站点档案")} {file?.comprehensive && <Tag tone="ok" icon="ok">{t("专业化综合服务阵地")}</Tag>}</h2>
      <p class="meta noprint"><a href={`/stations/${station}`} target="_blank" rel="noopener">{t("看公开页")}</a></p>
      <Waiting reading={reading} />
      {file?.kinds.map((kind) => <Kind key={kind.kind} kind={kind} file={file} reread={reading.again} />)}
    </section>
  );
}

interface Props {
  kind: FactKind;
  file: File;
  reread: () => void;
}

function Kind({ kind, file, reread }: Props): JSX.Element | null {
  const items = file.items.filter((fact) => fact.kind === kind.kind);
  if (items.length === 0 && !file.may_write) return null;
  return (
    <article>
      <h3>{kind.label} {!kind.public && <span class="meta">{t("不公开")}</span>}</h3>
      {items.length === 0 && <p class="meta">{t("还没有填写")}</p>}
      <ul class="plain">{items.map((fact) => <One key={fact.id} fact={fact} kind={kind} file={file} reread={reread} />)}</ul>
      {file.may_write && (
        <Ask label={t("添加{kind}", { kind: kind.label })} fields={fieldsOf(kind, file)}
          send={(texts, id) => send(`/api/stations/${file.id}/facts`, { id, after: 0, kind: kind.kind, ...said(kind, texts) })} done={reread} />
      )}
    </article>
  );
}

function One({ fact, kind, file, reread }: Props & { fact: Fact }): JSX.Element {
  const [open, show] = useState(false);
  const former = useRead<{ items: Fact[] }>(open ? `/api/stations/${file.id}/facts/${fact.id}/versions` : null);
  const write = (texts: Record<string, string>, removed: boolean) =>
    send(`/api/stations/${file.id}/facts`, { id: fact.id, after: fact.version, kind: fact.kind, ...said(kind, texts), about: fact.about, removed });
  return (
    <li>
      <Line of={fact} file={file} />
      <div class="acts start noprint">
        {file.may_write && <Ask label={t("修改")} fields={fieldsOf(kind, file)} start={textsOf(fact)} send={(texts) => write(texts, false)} done={reread} />}
        {file.may_write && <Ask label={t("删去这一条")} fields={[{ key: "note", label: t("删去的理由") }]} start={{ ...textsOf(fact), note: "" }} send={(texts) => write(texts, true)} done={reread} />}
        {fact.version > 1 && <button type="button" class="btn quiet slim" aria-expanded={open} onClick={() => show(!open)}>{t("以前的版本")}</button>}
      </div>
      {open && former.data?.items.slice(1).map((old) => (
        <div key={old.version}>
          <p class="meta">{t("第{n}版·{name} {day}", { n: old.version, name: old.written_name, day: isoDay(old.written_at) })}</p>
          <Line of={old} file={file} />
        </div>
      ))}
    </li>
  );
}

function Line({ of, file }: { of: Fact; file: File }): JSX.Element {
  const about = file.items.find(({ id }) => id === of.about);
  const label = of.kind === "intro" ? "" : of.label;
  return (
    <>
      <p class="words">
        {[label, of.words, about?.words].filter(Boolean).join("·")}
        {of.count !== null && ` ×${of.count}`}{of.place && `（${of.place}）`}{" "}
        {of.met !== null && <Tag tone={of.met ? "ok" : "wait"} icon={of.met ? "ok" : "clock"}>{of.met ? t("达标") : t("未达标")}</Tag>}
        {of.state === "over" && <Tag tone="idle" icon="ok">{of.kind === "staff" ? t("聘期已满") : t("已结束")}</Tag>}
        {of.state === "coming" && <Tag tone="wait" icon="clock">{t("还没开始")}</Tag>}
      </p>
      {(of.since || of.until || of.note) && <p class="meta">{[of.since && t("{day}起", { day: of.since }), of.until && t("至{day}", { day: of.until }), of.note].filter(Boolean).join("·")}</p>}
    </>
  );
}

/** What a form asks of a kind. */
function fieldsOf(kind: FactKind, file: File): Field[] {
  const staff = file.items.filter((fact) => fact.kind === "staff").map((fact) => ({ value: fact.id, label: `${fact.words}（${fact.label}）` }));
  const fields: Field[] = [];
  if (kind.about) fields.push({ key: "about", label: t("评估的是谁"), kind: "choice", choices: staff });
  if (kind.kind !== "intro") fields.push({ key: "value", label: kind.label, kind: "choice", choices: kind.values });
  if (kind.judged) fields.push({ key: "met", label: t("是否达标"), kind: "choice", choices: [{ value: "true", label: t("达标") }, { value: "false", label: t("未达标") }] });
  if (kind.kind === "intro") fields.push({ key: "words", label: t("简介"), kind: "long" });
  else if (kind.kind === "staff") fields.push({ key: "words", label: t("姓名") });
  else if (!kind.counted && !kind.judged && !kind.about) fields.push({ key: "words", label: t("名称"), free: !kind.named });
  if (kind.counted) fields.push({ key: "count", label: t("数量") }, { key: "place", label: t("放在哪里"), free: true });
  fields.push({ key: "since", label: t("起日"), kind: "day", free: true }, { key: "until", label: t("止日"), kind: "day", free: true }, { key: "note", label: t("说明"), free: true });
  return fields;
}

/** What was typed, as the wire has it. */
function said(kind: FactKind, texts: Record<string, string>): Record<string, unknown> {
  const text = (key: string): string => (texts[key] ?? "").trim();
  const count = text("count");
  return {
    value: text("value"), words: text("words"), place: text("place"), note: text("note"), since: text("since") || null, until: text("until") || null,
    count: kind.counted ? (/^\d+$/.test(count) ? Number(count) : 0) : null, met: kind.judged ? text("met") === "true" : null, about: kind.about ? text("about") || null : null,
  };
}

/** What stands in the fields of a fact at first. */
function textsOf(fact: Fact): Record<string, string> {
  return {
    value: fact.value, words: fact.words, place: fact.place, note: fact.note, since: fact.since ?? "", until: fact.until ?? "",
    count: fact.count === null ? "" : String(fact.count), met: fact.met === null ? "" : String(fact.met), about: fact.about ?? "",
  };
}
