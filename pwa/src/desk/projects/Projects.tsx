/** The livelihood projects in their four lists, and what people ask for that stands in none yet. */
import type { JSX } from "preact";
import { Tag } from "../../shell/parts";
import { go, href } from "../../shell/route";
import { t } from "../../shell/words";
import { frame, holds, send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import { Heading, isoDay, Waiting } from "../parts";
import type { Page } from "../wire";
import type { Project, ProjectHead, ProjectWish } from "./wire";
import "../file/file.css";

const wanYuan = 10_000;

/** Money as people say it. */
export function wan(yuan: number): string {
  return t("{n}万元", { n: String(Number((yuan / wanYuan).toFixed(2))) });
}

/** Where it stands, its flag before all. */
export function Standing({ of }: { of: ProjectHead }): JSX.Element {
  const over = ["told", "archived", "continued", "passed"].includes(of.state);
  const bad = ["not_chosen", "ended", "mending"].includes(of.state);
  return (
    <>
      <Tag tone={bad ? "bad" : over ? "ok" : of.list === "build" ? "go" : "wait"} icon={over ? "ok" : bad ? "bang" : "clock"}>{of.label}</Tag>
      {of.flag !== "" && <> <Tag tone={of.flag === "red" ? "bad" : "wait"} icon="bang">{of.flag_label}</Tag></>}
    </>
  );
}

const lists = (): [ProjectHead["list"], string][] => [["order", t("群众点单")], ["choose", t("代表定单")], ["build", t("政府买单")], ["inspect", t("人大验单")]];

/** The page. */
export function Projects(): JSX.Element {
  const reading = useRead<Page<ProjectHead>>("/api/projects?limit=200");
  const wishes = useRead<{ items: ProjectWish[] }>("/api/project-wishes");
  const items = reading.data?.items ?? null;
  const areas = (frame.value?.areas ?? []).map(({ code, name }) => ({ value: code, label: name }));
  const asked = wishes.data?.items ?? [];
  const make = (texts: Record<string, string>, id: string) =>
    send<Project>("/api/projects", { id, area: texts["area"], year: Number(texts["year"]), title: texts["title"], text: texts["text"], cases: (texts["cases"] ?? "").split(",").filter(Boolean) });
  return (
    <>
      <div class="pagehead">
        <Heading title={t("民生实事")}>{t("民生实事")}</Heading>
      </div>
      {holds("liaison", "town_congress", "town_head") && areas.length > 0 && (
        <section class="card pad noprint" aria-labelledby="wishes">
          <h2 id="wishes">{t("群众点单，还没归到项目（{n}件）", { n: asked.length })}</h2>
          {asked.length === 0 && <p class="sub">{t("扫码、站点、电话里类别选“民生实事建议”的，会出现在这里。别的事项也可以在项目里按编号加进来。")}</p>}
          <ul class="seats">{asked.slice(0, shown).map((each) => <li key={each.id}><a href={href(`/cases/${each.id}`)}>{each.number}</a> <span class="meta">{each.area_name} {isoDay(each.opened_at)}</span></li>)}</ul>
          <Ask label={t("立一个项目")} start={{ year: isoDay(Date.now()).slice(0, 4), area: areas[0]!.value }} fields={[
            { key: "title", label: t("项目名称") }, { key: "area", label: t("在哪里"), kind: "choice", choices: areas }, { key: "year", label: t("年度") },
            { key: "text", label: t("建设内容"), kind: "long" },
            ...(asked.length > 0 ? [{ key: "cases", label: t("归并哪些点单"), kind: "choices" as const, free: true, choices: asked.map((each) => ({ value: each.number, label: `${each.number} ${each.area_name}` })) }] : []),
          ]} send={make} done={({ id }) => go(`/projects/${id}`)} />
        </section>
      )}
      <Waiting reading={reading} />
      {items?.length === 0 && <div class="empty"><p>{t("还没有项目。由镇政府、镇人大或站点把群众点单立成项目。")}</p></div>}
      {items !== null && lists().map(([code, name]) => <List key={code} code={code} name={name} items={items.filter(({ list }) => list === code)} />)}
    </>
  );
}

const shown = 20;

function List({ code, name, items }: { code: string; name: string; items: ProjectHead[] }): JSX.Element | null {
  if (items.length === 0) return null;
  return (
    <section class="cases" aria-labelledby={`list-${code}`}>
      <h2 class="pad" id={`list-${code}`}>{name}</h2>
      <table class="rows even">
        <caption class="vh">{name}</caption>
        <thead><tr><th scope="col">{t("状态")}</th><th scope="col">{t("项目")}</th><th scope="col">{t("进度")}</th><th scope="col">{t("资金")}</th></tr></thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <td><Standing of={each} /></td>
              <th scope="row">
                <a class="case" href={href(`/projects/${each.id}`)}>{each.title}</a>
                <span class="meta">{each.number} {each.year} {each.area_name} {each.body_name ?? ""} {t("{n}件点单", { n: each.sources })}</span>
              </th>
              <td data-name={t("进度")}>{each.percent === null ? "–" : `${each.percent}%`}</td>
              <td data-name={t("资金")}>{each.planned_yuan === null ? "–" : t("{paid}，计划{planned}", { paid: wan(each.paid_yuan ?? 0), planned: wan(each.planned_yuan) })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
