/** The bar above every page; it opens the outbox. */
import type { JSX } from "preact";
import { Icon } from "../../shell/icon";
import { href } from "../../shell/route";
import { t } from "../../shell/words";
import { allSentAt, expired, facts, items } from "../live";
import { barOf } from "./bar";

/** One polite status: what waits, what is under way, what needs the person. */
export function SyncBar(): JSX.Element {
  const bar = barOf({ items: items.value, facts: facts.value, expired: expired.value, allSentAt: allSentAt.value, now: Date.now() });
  return (
    <div role="status">
      <a class={`sync ${bar.tone}`} href={href("/outbox")}>
        <Icon name={bar.icon} class="st" />
        <span>
          <b>{bar.title}</b>
          {bar.note && <span class="meta">{bar.note}</span>}
        </span>
        <span class="go">{t("查看")}</span>
      </a>
    </div>
  );
}
