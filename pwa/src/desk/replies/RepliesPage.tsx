/** 回复模板: those of the own area, which are changed here, and those that were shipped, from which an own one is begun. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { t } from "../../shell/words";
import { useRead, viewer } from "../live";
import { Heading, Waiting } from "../parts";
import { areaName } from "../rules/names";
import { ReplyForm } from "./ReplyForm";
import type { ReplyTemplate, ReplyTerm } from "./wire";

const writers = new Set(["liaison", "town_congress"]);

export interface Known {
  items: ReplyTemplate[];
  kinds: ReplyTerm[];
  fields: ReplyTerm[];
}

/** A template as people read it: its fields by what they are called. */
function read(body: string, fields: readonly ReplyTerm[]): string {
  return body.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, key: string) => `〔${fields.find((each) => each.key === key)?.label ?? whole}〕`);
}

/** The page. */
export function RepliesPage(): JSX.Element {
  const reading = useRead<Known>("/api/reply-templates");
  const [open, show] = useState<{ of: ReplyTemplate | null; change: boolean } | null>(null);
  const may = viewer.value?.roles.some(({ role }) => writers.has(role)) ?? false;
  const known = reading.data;
  const done = (): void => {
    show(null);
    reading.again();
  };
  return (
    <>
      <div class="pagehead">
        <Heading title={t("回复模板")}>{t("回复模板")}</Heading>
        {may && <button type="button" class="btn second" onClick={() => show({ of: null, change: false })}>{t("加一个模板")}</button>}
      </div>
      <div class="pad stack">
        <p class="sub">{t("签发答复时选用，自动填入编号、站点、办理情况等，签发人可以再改。模板里不写个人信息。")}</p>
        <Waiting reading={reading} />
        {open !== null && known !== null && <ReplyForm key={`${open.of?.id ?? ""}${open.change}`} known={known} of={open.of} change={open.change} close={() => show(null)} done={done} />}
        {known?.items.map((each) => (
          <section class="card" key={each.id}>
            <h2>
              {each.title} <span class="meta">{[each.kind_label, each.area_code === null ? t("自带") : areaName(each.area_code), t("第{n}版", { n: each.version }), each.disabled ? t("已停用") : ""].filter(Boolean).join("·")}</span>
            </h2>
            <p class="words">{read(each.body, known.fields)}</p>
            {may && (
              <div class="acts noprint">
                {each.area_code !== null && <button type="button" class="btn quiet slim" onClick={() => show({ of: each, change: true })}>{t("改")}</button>}
                <button type="button" class="btn quiet slim" onClick={() => show({ of: each, change: false })}>{t("另存为本地的")}</button>
              </div>
            )}
          </section>
        ))}
      </div>
    </>
  );
}
