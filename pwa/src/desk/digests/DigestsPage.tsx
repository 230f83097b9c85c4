/** 意见整理: what waits for me, and the drafts whose opinions are digested. */
import type { JSX } from "preact";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { usePages, useRead } from "../live";
import { Heading, Waiting } from "../parts";
import type { Page } from "../wire";
import { ItemTable } from "./parts";
import type { DigestDraft, DigestItem } from "./wire";

/** The page. */
export function DigestsPage(): JSX.Element {
  const mine = useRead<Page<DigestItem>>("/api/digest-items?waiting=me&limit=50");
  const { rows, more, reading } = usePages<DigestDraft>("/api/digest-drafts");
  return (
    <>
      <div class="pagehead"><Heading title={t("意见整理")}>{t("意见整理")}</Heading></div>
      <div class="pad stack">
        <section class="stack" aria-labelledby="mine">
          <h2 id="mine">{t("等您处理的条目")}</h2>
          <Waiting reading={mine} />
          {mine.data?.items.length === 0 && <p class="sub">{t("现在没有等您处理的条目。")}</p>}
          {mine.data !== null && mine.data.items.length > 0 && <ItemTable items={mine.data.items} where />}
        </section>
        <section class="stack" aria-labelledby="drafts">
          <h2 id="drafts">{t("草案")}</h2>
          <Waiting reading={reading} />
          {rows?.length === 0 && <p class="sub">{t("还没有入库的意见。意见入库以后，在这里按草案、按条文整理。")}</p>}
          {rows !== null && rows.length > 0 && <Drafts rows={rows} />}
          {more !== null && <button type="button" class="btn second" onClick={more}>{t("再看一些")}</button>}
        </section>
      </div>
    </>
  );
}

function Drafts({ rows }: { rows: DigestDraft[] }): JSX.Element {
  return (
    <div class="cases">
      <table class="rows">
        <caption class="vh">{t("草案")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("编号")}</th>
            <th scope="col">{t("标题")}</th>
            <th scope="col">{t("提出意见")}</th>
            <th scope="col">{t("还没归入条目")}</th>
            <th scope="col">{t("条目")}</th>
            <th scope="col">{t("还没反馈")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((each) => (
            <tr key={each.id}>
              <td>{each.number}</td>
              <th scope="row"><a class="case" href={href(`/digests/${each.id}`)}>{each.title}</a></th>
              <td data-name={t("提出意见")}>{each.raised}</td>
              <td data-name={t("还没归入条目")}>{each.free}</td>
              <td data-name={t("条目")}>{each.items}</td>
              <td data-name={t("还没反馈")}>{each.due}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
