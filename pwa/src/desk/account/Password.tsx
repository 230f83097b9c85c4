/** Changing the own password. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { recognise } from "../live";
import { Ask } from "./asking";

/** The card. */
export function Password(): JSX.Element {
  const [changed, tell] = useState(false);
  const fields = [
    { name: "old", label: t("现在的密码"), autocomplete: "current-password" },
    { name: "new", label: t("新密码"), hint: t("至少8个字符，管理员至少12个；不要用姓名、账号和常见的词。"), autocomplete: "new-password" },
    { name: "again", label: t("新密码再写一遍"), autocomplete: "new-password" },
  ];
  return (
    <section class="card" aria-labelledby="password-title">
      <h2 id="password-title">{t("密码")}</h2>
      {changed && <Notice tone="ok">{t("密码换好了，其他设备上的登录已经结束。")}</Notice>}
      <Ask
        path="/api/me/password"
        method="PUT"
        fields={fields}
        act={t("换密码")}
        check={(given) => (given["new"] === given["again"] ? null : { at: "again", text: t("两遍写的不一样") })}
        body={({ old, new: next }) => ({ old, new: next })}
        done={() => {
          tell(true);
          void recognise();
        }}
      />
    </section>
  );
}
