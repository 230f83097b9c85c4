/** The slip that is handed to the person: two numbers, where to look, and by when they hear. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { Heading, isoMinute, Printed } from "../parts";
import type { Registered } from "./wire";

const grouped = (text: string, by: string): string => text.match(/.{1,4}/g)?.join(by) ?? text;

/** The page after a matter was written down. */
export function Slip({ slip, next }: { slip: Registered; next: () => void }): JSX.Element {
  const qr = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (qr.current) qr.current.innerHTML = slip.qr; // made by our own server
  }, [slip.qr]);
  return (
    <>
      <div class="pagehead">
        <Heading title={t("已登记")}>{t("已登记，请把回执交给反映人")}</Heading>
        <button type="button" class="btn noprint" onClick={() => print()}>{t("打印回执")}</button>
        <a class="btn second" href={href(`/cases/${slip.id}`)}>{t("打开{number}", { number: slip.number })}</a>
        <button type="button" class="btn second noprint" onClick={next}>{t("再登记一件")}</button>
      </div>
      <section class="card slip" aria-labelledby="slip">
        <h2 id="slip">{t("回执")}</h2>
        <dl class="facts">
          <dt>{t("回执号")}</dt>
          <dd class="big">{grouped(slip.receipt, " ")}</dd>
          <dt>{t("查询码")}</dt>
          <dd class="big">{grouped(slip.query_code, "-")}</dd>
          <dt>{t("编号")}</dt>
          <dd>{slip.number}</dd>
          <dt>{t("送到")}</dt>
          <dd>{slip.station.name}</dd>
          <dt>{t("登记时间")}</dt>
          <dd>{isoMinute(slip.received_at)}</dd>
          {slip.accept_by !== null && <dt>{t("接下来")}</dt>}
          {slip.accept_by !== null && <dd>{t("{date}前告知是否受理", { date: slip.accept_by })}</dd>}
          <dt>{t("查进度")}</dt>
          <dd>{slip.link}</dd>
        </dl>
        <div class="qr" ref={qr} />
        <p>{t("扫码或打开上面的网址，填回执号和查询码，可以看进度、看答复、评价、更正和删除。两个号请收好，别给别人。")}</p>
      </section>
      <p class="pad sub noprint">{t("离开这一页，查询码就看不到了。")}</p>
      <Printed what={[slip.number]} />
    </>
  );
}
