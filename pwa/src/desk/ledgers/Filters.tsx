/** Which book, of where and when, narrowed by what the book has. */
import type { JSX } from "preact";
import { language, t } from "../../shell/words";
import { frame } from "../live";
import { ask, type Asked } from "./asked";
import { daysOf, spanOf } from "./span";
import type { LedgerBook, Ledgers, OwnLedgerBook, Span } from "./wire";

interface Props {
  known: Ledgers;
  book: LedgerBook;
  own: OwnLedgerBook | null;
  given: Asked & { from: string; to: string };
}

/** Everything that a book of one's own asks for, or nothing of the book before but where and when. */
function open(value: string, known: Ledgers): void {
  const own = known.own.find(({ id }) => id === value);
  const filters = { category: own?.category ?? "", channel: own?.channel ?? "", station: own?.station ? String(own.station) : "", columns: "" };
  if (own) ask({ book: own.source, own: own.id, area: own.area, ...filters, ...daysOf(own.span) });
  else ask({ book: value, own: "", ...filters });
}

/** The filters. */
export function Filters({ known, book, own, given }: Props): JSX.Element {
  const set = (name: keyof Asked) => (event: Event) => ask({ [name]: (event.target as HTMLInputElement).value });
  const span = spanOf(given);
  const english = language() === "en";
  const places = [...(frame.value?.areas ?? []), ...(frame.value?.towns ?? [])];
  const lacks = given.area !== undefined && !places.some(({ code }) => code === given.area);
  return (
    <div class="filters" role="search" aria-label={t("选择台账")}>
      <label>
        {t("台账")}
        <select value={own?.id ?? book.code} onChange={(event) => open(event.currentTarget.value, known)}>
          {known.items.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
          {known.own.length > 0 && <optgroup label={t("自己的台账")}>{known.own.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</optgroup>}
        </select>
      </label>
      <label>
        {t("范围")}
        <select value={given.area ?? ""} onChange={set("area")}>
          <option value="">{t("我的全部辖区")}</option>
          {places.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
          {lacks && <option value={given.area}>{given.area}</option>}
        </select>
      </label>
      <label>
        {t("期间")}
        <select value={span ?? ""} onChange={(event) => event.currentTarget.value && ask(daysOf(event.currentTarget.value as Span))}>
          <option value="">{t("自己选日期")}</option>
          {known.spans.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
        </select>
      </label>
      <label>
        {t("从")}
        <input type="date" value={given.from} onChange={set("from")} />
      </label>
      <label>
        {t("到")}
        <input type="date" value={given.to} onChange={set("to")} />
      </label>
      {book.by.includes("category") && (
        <label>
          {t("类别")}
          <select value={given.category ?? ""} onChange={set("category")}>
            <option value="">{t("全部类别")}</option>
            {frame.value?.categories.map((one) => <option key={one.code} value={one.code}>{english ? one.name_en : one.name}</option>)}
          </select>
        </label>
      )}
      {book.by.includes("channel") && (
        <label>
          {t("来源")}
          <select value={given.channel ?? ""} onChange={set("channel")}>
            <option value="">{t("全部来源")}</option>
            {known.channels.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
          </select>
        </label>
      )}
      {book.by.includes("station") && known.stations.length > 0 && (
        <label>
          {t("站点")}
          <select value={given.station ?? ""} onChange={set("station")}>
            <option value="">{t("全部站点")}</option>
            {known.stations.map(({ code, name }) => <option key={code} value={code}>{name}</option>)}
          </select>
        </label>
      )}
    </div>
  );
}
