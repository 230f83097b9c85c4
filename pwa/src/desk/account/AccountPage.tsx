/** The own account: the password, the second factor, where one is logged in. */
import type { JSX } from "preact";
import { Notice } from "../../shell/parts";
import { t } from "../../shell/words";
import { viewer } from "../live";
import { Heading } from "../parts";
import { Factor } from "./Factor";
import { Password } from "./Password";
import { Points } from "./Points";
import { Sessions } from "./Sessions";
import "./account.css";

const first = {
  password: "这是别人给您的一次性密码。请先换成自己的密码，再开始工作。",
  second_factor: "您的岗位要用两步验证。请先绑定手机上的验证器，再开始工作。",
};

/** The page; what has to be done before anything else stands alone. */
export function AccountPage(): JSX.Element {
  const { needs, login, name } = viewer.value!;
  return (
    <>
      <div class="pagehead">
        <Heading title={t("账号与安全")}>{t("账号与安全")}</Heading>
        <span class="meta">{t("{name}·账号{login}", { name, login })}</span>
      </div>
      <div class="account">
        {needs && <Notice tone="wait">{t(first[needs])}</Notice>}
        {needs !== "password" && <Factor />}
        {needs !== "second_factor" && <Password />}
        {needs === null && <Sessions />}
        {needs === null && <Points />}
      </div>
    </>
  );
}
