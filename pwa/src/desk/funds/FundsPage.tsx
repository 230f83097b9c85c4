/** 公益台账: charity funds, each money in and out with the balance after it. */
import type { JSX } from "preact";
import { href, search, stay } from "../../shell/route";
import { t } from "../../shell/words";
import { frame, holds, send, useRead } from "../live";
import { Ask } from "../meetings/Ask";
import "../activities/activities.css";
import { Heading, isoDay, Printed, Waiting } from "../parts";

interface Fund {
  area_code: string;
  name: string;
  entries: number;
  received: string;
  paid: string;
  balance: string;
}

interface Entry {
  id: string;
  nth: number;
  day: string;
  way_label: string;
  amount: string;
  balance: string;
  purpose: string;
  party: string;
  noted_name: string;
}

/** The page; which fund is open stands in the address. */
export function FundsPage(): JSX.Element {
  const areas = frame.value?.areas ?? [];
  const area = areas[0]?.code ?? "";
  const reading = useRead<{ items: Fund[] }>(area ? `/api/funds?area=${area}` : null);
  const asked = new URLSearchParams(search.value);
  const items = reading.data?.items ?? [];
  const open = items.find((each) => each.area_code === asked.get("area") && each.name === asked.get("fund")) ?? items[0];
  const entries = useRead<{ items: Entry[] }>(open ? `/api/fund-entries?area=${open.area_code}&fund=${encodeURIComponent(open.name)}&limit=200` : null);
  const again = (): void => (reading.again(), entries.again());
  const to = (each: Fund): string => `/funds?area=${each.area_code}&fund=${encodeURIComponent(each.name)}`;
  return (
    <>
      <div class="pagehead"><Heading title={t("公益台账")}>{t("公益台账")}</Heading></div>
      <Waiting reading={reading} />
      {reading.data !== null && items.length === 0 && <div class="empty"><p>{t("还没有记过公益资金。点“记一笔”写下基金名称和第一笔收入。")}</p></div>}
      {items.length > 1 && (
        <nav class="tabs" aria-label={t("基金")}>
          {items.map((each) => <a key={`${each.area_code} ${each.name}`} href={href(to(each))} {...(each === open ? { "aria-current": "page" } : {})}>{each.name}</a>)}
        </nav>
      )}
      {holds("liaison", "town_congress") && (
        <div class="pad noprint planning">
          <Ask<Entry> label={t("记一笔")} start={{ area_code: open?.area_code ?? area, fund: open?.name ?? "", day: isoDay(Date.now()), way: "in" }} fields={[
            { key: "fund", label: t("基金名称") },
            { key: "area_code", label: t("在哪个地方"), kind: "choice", choices: areas.map(({ code, name }) => ({ value: code, label: name })) },
            { key: "way", label: t("收入还是支出"), kind: "choice", choices: [{ value: "in", label: t("收入") }, { value: "out", label: t("支出") }] },
            { key: "amount", label: t("金额（元）") },
            { key: "day", label: t("日期"), kind: "day" },
            { key: "purpose", label: t("用途") },
            { key: "party", label: t("来自谁、付给谁"), free: true, hint: t("写单位或人群，不写受助人的姓名。") },
          ]} send={(texts, id) => send<Entry>("/api/fund-entries", { id, ...texts })} done={() => (stay("/funds"), again())} />
        </div>
      )}
      {open && entries.data !== null && <Ledger of={open} entries={entries.data.items} />}
      {open && <Printed what={[t("公益台账"), open.name]} />}
    </>
  );
}

function Ledger({ of, entries }: { of: Fund; entries: Entry[] }): JSX.Element {
  return (
    <div class="cases">
      <p class="pad"><b>{of.name}</b> {t("收入{received}元，支出{paid}元，结余{balance}元", { received: of.received, paid: of.paid, balance: of.balance })}</p>
      <table class="rows">
        <caption class="vh">{of.name}</caption>
        <thead>
          <tr>
            <th scope="col">{t("日期")}</th>
            <th scope="col">{t("用途")}</th>
            <th scope="col" class="num">{t("金额（元）")}</th>
            <th scope="col" class="num">{t("结余（元）")}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((each) => (
            <tr key={each.id}>
              <td>{each.day}</td>
              <th scope="row">{each.purpose} <span class="meta">{[each.party, each.noted_name].filter(Boolean).join("·")}</span></th>
              <td class="num">{each.way_label} {each.amount}</td>
              <td class="num">{each.balance}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
