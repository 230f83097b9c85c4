/** What the rules make of a matter: the one that takes it, and why those before it do not. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { frame, send, wordsOf } from "../live";
import type { RuleTried } from "../wire";
import { areas, categoryName, channelName } from "./names";

/** The form and what came of it. */
export function Trial(): JSX.Element {
  const [told, tell] = useState<RuleTried | null>(null);
  const [failure, fail] = useState<string | null>(null);
  const ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const answer = await send<RuleTried>("/api/routing-rules/try", { category: data.get("category"), area: data.get("area") });
    tell(answer.kind === "ok" ? answer.data : null);
    fail(answer.kind === "ok" ? null : wordsOf(answer));
  };
  return (
    <section class="card noprint" aria-labelledby="trial">
      <h2 id="trial">{t("试一试")}</h2>
      <form class="stack" onSubmit={(event) => void ask(event)}>
        <div class="field">
          <label for="try-category">{t("类别")}</label>
          <select id="try-category" name="category">{frame.value?.categories.map(({ code }) => <option key={code} value={code}>{categoryName(code)}</option>)}</select>
        </div>
        <div class="field">
          <label for="try-area">{t("区域")}</label>
          <select id="try-area" name="area">{areas().map(({ code, name }) => <option key={code} value={code}>{name}</option>)}</select>
        </div>
        <div class="acts"><button class="btn second slim">{t("看现在会交给谁")}</button></div>
      </form>
      {failure !== null && <Notice tone="bad">{failure}</Notice>}
      {told !== null && (
        <div role="status">
          <p>
            <b>{told.rule ? t("第{n}条合适：{to}", { n: told.rule.position, to: [channelName(told.rule.channel), told.rule.body_name].filter(Boolean).join(" · ") }) : t("没有合适的规则")}</b>
          </p>
          <ul>{told.passed.map(({ rule, why_not: why }) => <li key={rule.id}>{t("第{n}条：{why}", { n: rule.position, why })}</li>)}</ul>
        </div>
      )}
    </section>
  );
}
